import { expect, test } from "vitest";
import {
  movedRow,
  rowsOf,
  steppedGroup,
  steppedRow,
  withGroup,
  withNewRow,
  withoutGroup,
  withoutRow,
  withRow,
} from "./edit";
import type { Model, Row } from "./types";

const row = (id: string): Row => ({ id, name: id, points: 1, when: { while: { tag: id } } });
const model = (...groups: string[]): Model => ({
  name: "Lead scoring",
  description: "",
  groups: groups.map((ids, at) => ({
    name: `group ${at}`,
    rows: ids === "" ? [] : ids.split(" ").map(row),
  })),
  classes: [],
});
const order = ({ groups }: Model) => groups.map(({ rows }) => rows.map(({ id }) => id).join(" "));

test.each([
  ["c", -1, ["a c b", "d"]],
  ["a", 1, ["b a c", "d"]],
  ["c", 1, ["a b", "c d"]],
  ["d", -1, ["a b c d", ""]],
  ["a", -1, ["a b c", "d"]],
  ["d", 1, ["a b c", "d"]],
] as const)("row %s goes by %s, at the edge into the next group", (id, by, expected) => {
  expect(order(steppedRow(model("a b c", "d"), id, by))).toEqual(expected);
});

test("a row is put before another, whether that comes earlier or later", () => {
  expect(order(movedRow(model("a b c", "d"), "a", { group: 0, at: 2 }))).toEqual(["b a c", "d"]);
  expect(order(movedRow(model("a b c", "d"), "c", { group: 0, at: 0 }))).toEqual(["c a b", "d"]);
  expect(order(movedRow(model("a b c", ""), "b", { group: 1, at: 0 }))).toEqual(["a c", "b"]);
});

test("a row that is let go where it was stays, and so does one that leaves the table", () => {
  const before = model("a b c");
  expect(order(movedRow(before, "b", { group: 0, at: 1 }))).toEqual(order(before));
  expect(order(movedRow(before, "b", { group: 0, at: 2 }))).toEqual(order(before));
  expect(movedRow(before, "b", { group: 7, at: 0 })).toBe(before);
  expect(movedRow(before, "gone", { group: 0, at: 0 })).toBe(before);
});

test("rows and groups come, change and go", () => {
  const start = model("a b", "c");
  expect(order(withNewRow(start, row("x"), { group: 1, at: 0 }))).toEqual(["a b", "x c"]);
  expect(order(withoutRow(start, "a"))).toEqual(["b", "c"]);
  expect(order(withoutGroup(start, 0))).toEqual(["c"]);
  expect(order(steppedGroup(start, 0, 1))).toEqual(["c", "a b"]);
  expect(order(steppedGroup(start, 0, -1))).toEqual(["a b", "c"]);
  expect(rowsOf(withRow(start, "c", { points: 9 })).map(({ points }) => points)).toEqual([1, 1, 9]);
  expect(withGroup(start, 1, { at_most: 20 }).groups[1]?.at_most).toBe(20);
  expect(order(start)).toEqual(["a b", "c"]);
});
