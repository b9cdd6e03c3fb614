import { expect, test } from "vitest";
import { dueOf } from "./due";

const NOW = Date.parse("2026-03-02T12:00:00Z");

test.each([
  ["2026-03-09T12:00:00Z", false, "in time"],
  ["2026-03-02T11:59:40Z", false, "in time"],
  ["2026-03-02T11:00:00Z", false, "at once"],
  [null, false, "at once"],
  ["2026-03-09T12:00:00Z", true, "when resumed"],
] as const)("due %s, paused %s: %s", (due, isPaused, said) => {
  expect(dueOf(due, isPaused, NOW)).toBe(said);
});
