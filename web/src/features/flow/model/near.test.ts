import { expect, test } from "vitest";
import { NEAR, pluses, plusNear } from "./near";
import { matches } from "./search";
import { flow, kinds } from "./testing";
import { neighbour } from "./walk";

test("there is a plus on each wire and at each open end", () => {
  const found = pluses(flow("t b", "b:yes d"), kinds).map(
    ({ port }) => `${port.from}:${port.port}`,
  );
  expect(found.sort()).toEqual(["b:no", "b:yes", "d:next", "t:next"]);
});

test("a drop counts for the nearest plus, if it is near", () => {
  const document = flow("t a c");
  const plus = pluses(document, kinds).find(({ port }) => port.from === "a");
  if (!plus) throw new Error("Each wire has a plus.");
  const at = (x: number, y: number) =>
    plusNear(document, kinds, { x: plus.at.x + x, y: plus.at.y + y });
  expect(at(4, 4)).toEqual({ from: "a", port: "next" });
  expect(at(NEAR + 1, 0)).toBeNull();
});

test.each([
  ["t", "down", "b"],
  ["b", "down", "a"],
  ["b", "up", "t"],
  ["a", "right", "c"],
  ["c", "left", "a"],
  ["t", "up", undefined],
] as const)("from %s the arrow %s leads to %s", (from, direction, to) => {
  const drawn = flow("t b", "b:yes a", "b:no c");
  const level = {
    ...drawn,
    nodes: drawn.nodes.map((n) => (n.id === "c" ? { ...n, position: { x: 560, y: 280 } } : n)),
  };
  expect(neighbour(level, from, direction)).toBe(to);
});

test("with nothing chosen the first step is where one starts", () => {
  expect(neighbour(flow("t a"), undefined, "down")).toBe("t");
  expect(neighbour(flow("t a"), "gone", "up")).toBe("t");
});

test.each([
  ["sco adj", true],
  ["ADJUST", true],
  ["", true],
  ["żywy", false],
])("%s is found in Adjust score: %s", (query, found) => {
  expect(matches(query, "Adjust score", "points")).toBe(found);
});

test("accents do not matter", () => {
  expect(matches("zmien", "Zmień etap")).toBe(true);
});
