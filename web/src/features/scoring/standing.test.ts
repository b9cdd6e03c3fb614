import { expect, test } from "vitest";
import { byGroup } from "./standing";

const row = (id: string, group: string) => ({
  row: id,
  name: id,
  group,
  category: "fit",
  points: 1,
});

test("rows stand in their groups, in the order of the table", () => {
  const rows = [row("a", "Fit"), row("b", "Web"), row("c", "Fit")];
  expect(byGroup(rows).map(({ group, rows: own }) => [group, own.map((one) => one.row)])).toEqual([
    ["Fit", ["a", "c"]],
    ["Web", ["b"]],
  ]);
  expect(byGroup([])).toEqual([]);
});
