import { expect, test } from "vitest";
import { thresholdOf, turnedTo } from "./threshold";

const hot = { class: { model: "leads", class: "hot" }, direction: "down" };

test("a threshold is a class or points, and becomes the other without what was chosen", () => {
  expect(thresholdOf(hot)).toBe("class");
  expect(thresholdOf({ points: 20, class: null })).toBe("points");
  expect(thresholdOf({})).toBe("points");
  expect(turnedTo("points", hot)).toEqual({ direction: "down" });
  expect(turnedTo("class", { points: 20, category: "fit", direction: "down" })).toEqual({
    class: { model: "", class: "" },
    direction: "down",
  });
  expect(turnedTo("class", hot)).toBe(hot);
});
