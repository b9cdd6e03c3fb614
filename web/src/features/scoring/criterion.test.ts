import { expect, test } from "vitest";
import { freshCriterion, isUnfinished, turned, withLimits } from "./criterion";
import type { Criterion } from "./types";

const visit = { event: "custom:created_a_task" } as const;

test("what happens each time is what happened at least once, and the other way round", () => {
  const each: Criterion = { each: { of: visit } };
  const held: Criterion = { while: { count: { of: visit, times: { at_least: 1 } } } };
  expect(turned(each, "while")).toEqual(held);
  expect(turned(held, "each")).toEqual(each);
  expect(turned({ while: { all: [held.while] } }, "each")).toEqual(each);
  expect(turned(held, "while")).toBe(held);
  expect(turned({ while: { tag: "vip" } }, "each")).toEqual({
    each: { of: { event: "page_visited" } },
  });
});

test("points that fade are limited in number; what is not limited is not said", () => {
  const fading = withLimits({ of: visit }, { fades_after: { days: 30 } });
  expect(fading).toEqual({ of: visit, at_most: 10, fades_after: { days: 30 } });
  expect(withLimits({ ...fading, at_most: 3 }, { fades_after: null })).toEqual({
    of: visit,
    at_most: 3,
  });
  const daily = { of: visit, per_period: { times: 3, period: { days: 1 } } };
  const dailyFading = withLimits(daily, { fades_after: { days: 30 } });
  expect(dailyFading).toEqual({ ...daily, fades_after: { days: 30 } });
  expect(withLimits(dailyFading, { per_period: null })).toEqual(fading);
});

test("a criterion with something empty is unfinished", () => {
  expect(isUnfinished(freshCriterion())).toBe(true);
  expect(isUnfinished({ each: { of: { event: "custom:" } } })).toBe(true);
  expect(isUnfinished({ each: { of: visit } })).toBe(false);
  expect(isUnfinished({ while: { tag: "vip" } })).toBe(false);
});
