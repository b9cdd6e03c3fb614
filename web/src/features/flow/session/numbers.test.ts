import { expect, test } from "vitest";
import { createNumbers, updateNumbers, widthOf } from "./numbers";

test("a wire is as wide as its share of the way that most went", () => {
  expect([0, 50, 100].map((count) => widthOf(count, 100))).toEqual([1.5, 6.75, 12]);
  expect(widthOf(0, 0)).toBe(1.5);
});

test("who entered is counted at the triggers, and the busiest way over all steps", () => {
  const store = createNumbers();
  const step = (node: string, entered: number, left: Record<string, number>) => ({
    node,
    entered,
    inside: 0,
    failed: 0,
    left,
  });
  const nodes = [step("t", 9, { next: 9 }), step("t2", 3, {}), step("b", 12, { yes: 4, no: 10 })];
  updateNumbers(store, nodes, new Set(["t", "t2"]));
  const first = store.getState();
  expect([first.entered, first.busiest]).toEqual([12, 10]);
  updateNumbers(store, structuredClone(nodes), new Set(["t"]));
  expect(store.getState().steps.b).toBe(first.steps.b);
});
