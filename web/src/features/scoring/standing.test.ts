import { expect, test } from "vitest";
import { byGroup, otherPoints } from "./standing";

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
  const when = { while: { tag: "vip" } };
  const asked = ["c", "b", "a"].map((id) => ({ id, name: id, points: 1, when }));
  const table = { groups: [{ name: "All", rows: asked }] };
  const sorted = byGroup(rows, table).flatMap(({ rows: own }) => own.map((one) => one.row));
  expect(sorted).toEqual(["c", "a", "b"]);
});

test("points that no row gives are those of flows and people", () => {
  const one = { model: "m", name: "M", score: 30, rows: [row("a", "Fit"), row("b", "Web")] };
  expect(otherPoints(one, null)).toBe(28);
  expect(otherPoints(one, "fit")).toBe(28);
  expect(otherPoints(one, "engagement")).toBe(30);
});
