import { expect, test } from "vitest";
import { formOf, settingsOf } from "./settings";
import type { Settings } from "./types";

test("what was set the last time stands in the fields, and is sent in days", () => {
  const last: Settings = {
    as_of: "opened",
    always_so: ["country"],
    gap: { hours: 48 },
    freshness: { weeks: 2 },
    won_min: 40,
    lost_min: 50,
    folds: 7,
    examples_max: 9,
    features_max: 80,
    categories_max: 5,
    category_min: 25,
  };
  const form = formOf(last);
  expect(form).toMatchObject({ as_of: "opened", gap: 2, freshness: 14, won_min: 40 });
  expect(settingsOf(form)).toEqual({
    as_of: "opened",
    always_so: ["country"],
    gap: { days: 2 },
    freshness: { days: 14 },
    won_min: 40,
    lost_min: 50,
    features_max: 80,
    category_min: 25,
  });
});
