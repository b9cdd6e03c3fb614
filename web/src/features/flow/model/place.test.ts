import { expect, test } from "vitest";
import { aligned } from "./guides";
import { inColumn, inRow } from "./line-up";
import { STEP } from "./place";
import { flow, step } from "./testing";

const standing = (...cards: [string, number, number][]) => ({
  ...flow("t"),
  nodes: cards.map(([id, x, y]) => step(id, { x, y })),
});

test("a card near the line of another one stands on it, of several on the nearest", () => {
  const document = standing(["a", 0, 0], ["c", 6, 300], ["e", 400, 0], ["m", 0, 0]);
  const dragged = (x: number, y: number) => aligned(document, new Set(["m"]), { x, y }, 7);
  expect(dragged(5, 150).shift).toEqual({ x: 1, y: 0 });
  expect(dragged(5, 150).guides).toEqual([{ along: "x", at: 6, from: 150, to: 300 }]);
  expect(dragged(403, 303)).toEqual({
    shift: { x: -3, y: -3 },
    guides: [
      { along: "x", at: 400, from: 0, to: 300 },
      { along: "y", at: 300, from: 6, to: 400 },
    ],
  });
  expect(dragged(200, 150)).toEqual({ shift: { x: 0, y: 0 }, guides: [] });
});

test("cards that are dragged together do not hold each other", () => {
  const document = standing(["a", 0, 0], ["m", 100, 100], ["n", 100, 200]);
  expect(aligned(document, new Set(["m", "n"]), { x: 102, y: 98 }, 7).guides).toEqual([]);
});

test("cards are lined up below or beside each other, in their order and without lying on another", () => {
  const document = standing(["a", 0, 0], ["c", 90, 20], ["e", 30, 900], ["f", 7, 7]);
  const chosen = new Set(["a", "c", "e"]);
  expect(Object.fromEntries(inColumn(document, chosen))).toEqual({
    a: { x: 0, y: 0 },
    c: { x: 0, y: STEP.y },
    e: { x: 0, y: 900 },
  });
  expect(Object.fromEntries(inRow(document, chosen))).toEqual({
    a: { x: 0, y: 0 },
    e: { x: STEP.x, y: 0 },
    c: { x: 2 * STEP.x, y: 0 },
  });
});
