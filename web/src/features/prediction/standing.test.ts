import { expect, test } from "vitest";
import { standingOf } from "./standing";
import type { Summary } from "./types";

const one = (id: string, state: Summary["state"]): Summary => ({
  id,
  state,
  trained_at: "2026-11-22T13:00:00Z",
  ...(state === "refused" ? { refusal: { code: "not_settled" } } : {}),
});

test("a refusal does not take away what was learned before", () => {
  const { learned, failed, running } = standingOf([one("3", "refused"), one("2", "done")]);
  expect(learned?.id).toBe("2");
  expect(failed?.refusal).toEqual({ code: "not_settled" });
  expect(running).toBeUndefined();
});

test("what is under way says nothing yet", () => {
  const standing = standingOf([one("4", "running"), one("3", "done"), one("2", "failed")]);
  expect([standing.running?.id, standing.learned?.id, standing.failed]).toEqual([
    "4",
    "3",
    undefined,
  ]);
});

test("what broke has no reason", () => {
  expect(standingOf([one("1", "failed")]).failed?.refusal).toBeNull();
});
