import { expect, test } from "vitest";
import { pairsOf, percentText, rangeText, reach, timesText } from "./scales";

const estimate = { value: 0.748, low: 0.722, high: 0.775 };

test("a share reads as so many of a hundred, with its range", () => {
  expect(pairsOf(estimate)).toEqual({ right: 75, low: 72, high: 78 });
  expect(percentText(0.624, "en")).toBe("62%");
  expect(rangeText(estimate, "en")).toBe("72–78%");
});

test("log-odds read as a factor", () => {
  expect(
    [Math.log(2), 0, 0.048, Math.log(0.344), Math.log(12.4)].map((one) => timesText(one, "en")),
  ).toEqual(["×2", "×1", "×1.05", "×0.34", "×12"]);
});

test("the scale holds every range, but not what is out of all proportion", () => {
  const effect = (value: number, low: number, high: number) => ({ log_odds: { value, low, high } });
  expect(reach([effect(-1, -1.5, -0.4), effect(0.1, 0, 0.2)])).toBe(1.5);
  expect(reach([effect(2, -40, 40), effect(1, 0.5, 1.5)])).toBeCloseTo(3.2);
  expect(reach([])).toBeCloseTo(Math.log(2));
});
