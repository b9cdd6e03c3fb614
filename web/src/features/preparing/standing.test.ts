import { expect, test } from "vitest";
import { isPutOff, standingOf } from "./standing";

test("one whose turn has not come waits, also if nothing is counted of it yet when it has", () => {
  expect(standingOf({ share: null })).toEqual({ is: "waiting" });
  expect(standingOf({})).toEqual({ is: "waiting" });
  expect(standingOf({ share: 0 })).toEqual({ is: "counting", share: 0 });
});

test.each([
  [0.29, 0.29],
  [0.4299, 0.42],
  [0.9999, 0.99],
  [1, 1],
])("of %s it is said that %s is counted", (share, said) => {
  expect(standingOf({ share })).toEqual({ is: "counting", share: said });
});

test("what stands in the way is said, however much was counted", () => {
  const problem = "the flow `old` is archived";
  expect(standingOf({ share: 0.5, problem })).toEqual({ is: "stuck", problem });
  const refused = `it cannot be published: ${problem}`;
  expect(standingOf({ share: null, problem: refused })).toEqual({ is: "stuck", problem });
});

test("an answer that has a preparation puts off, one that has a version does not", () => {
  const preparation = {
    id: "prep_1",
    kind: "segment",
    subject: "keen",
    name: "Keen",
    started_at: "2026-03-02T10:00:00Z",
  };
  expect(isPutOff({ preparation, diagnostics: [] })).toBe(true);
  expect(isPutOff({ id: "keen", version: 3, catalog_version: 7, diagnostics: [] })).toBe(false);
});
