import { expect, test } from "vitest";
import { asksAboutClass } from "./useClassNames";

test("a document that asks about a class is known by it, however deep", () => {
  const settings = { class: { model: "leads", class: "hot" }, direction: "up" };
  expect(asksAboutClass({ nodes: [{ id: "a", settings }] })).toBe(true);
  expect(asksAboutClass({ nodes: [{ id: "a", settings: { points: 20, class: null } }] })).toBe(
    false,
  );
  expect(asksAboutClass(undefined)).toBe(false);
});
