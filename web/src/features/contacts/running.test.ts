import { expect, test } from "vitest";
import { levels, ticks } from "./running";

const DAY = (day: number) => `2026-03-0${day}T00:00:00.000Z`;

test("the score is counted backwards from what it is now", () => {
  const points = [
    { at: DAY(3), points: -10 },
    { at: DAY(2), points: 5 },
    { at: DAY(1), points: 20 },
  ];
  expect(levels(points, 15).map(({ score }) => score)).toEqual([0, 20, 25, 15]);
});

test("a receipt that does not reach back begins where it begins", () => {
  expect(levels([{ at: DAY(2), points: 5 }], 40).map(({ score }) => score)).toEqual([35, 40]);
  expect(levels([], 0)).toEqual([]);
});

test("the lines of a chart are round and enclose the scores", () => {
  expect(ticks(0, 73)).toEqual([0, 20, 40, 60, 80]);
  expect(ticks(-10, 15)).toEqual([-10, 0, 10, 20]);
  expect(ticks(0, 0)).toEqual([0]);
  expect(ticks(0, 3)).toEqual([0, 1, 2, 3]);
});
