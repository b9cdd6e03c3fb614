import { expect, test } from "vitest";
import { alongBands, beginnings, hottest, isBelow } from "./threshold";
import type { Band } from "./types";

const none = { of: 0, won: 0, share: { value: 0, low: 0, high: 0 } };
const bands: Band[] = [
  { to: 9, bought: none },
  { from: 10, to: 19, bought: none },
  { from: 20, to: 29, bought: none },
  { from: 30, bought: none },
];

test.each([
  [-5, 0.5],
  [10, 1],
  [15, 1.5],
  [20, 2],
  [30, 3],
  [99, 3.5],
])("a threshold of %i stands at %f of the bands", (points, place) => {
  expect(alongBands(bands, points)).toBe(place);
});

test("a band is below if all of it is", () => {
  expect(bands.map((band) => isBelow(band, 20))).toEqual([true, true, false, false]);
  expect(bands.map((band) => isBelow(band, 15))).toEqual([true, false, false, false]);
});

const leads = {
  id: "leads",
  name: "Leads",
  class_of: "fit",
  classes: [
    { id: "hot", name: "Hot", from: 50 },
    { id: "warm", name: "Warm", from: 20 },
  ],
};

test("the first to look at is where the hottest class begins", () => {
  expect(hottest([{ id: "empty", name: "Empty", classes: [] }, leads])).toEqual({
    of: "leads/hot",
    name: "Hot (Leads)",
    points: 50,
    category: "fit",
  });
  expect(hottest([])).toEqual({ points: 50 });
  expect(beginnings([leads]).map(({ points }) => points)).toEqual([20, 50]);
});
