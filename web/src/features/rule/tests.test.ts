import { expect, test } from "vitest";
import { changedTo, nameOf, TESTS } from "./tests";

test("what was typed is kept where it means something", () => {
  expect(changedTo("contains", { is: "berlin" })).toEqual({ contains: "berlin" });
  expect(changedTo("at_least", { is: "25" })).toEqual({ at_least: 25 });
  expect(changedTo("is_any_of", { is: "US" })).toEqual({ is_any_of: ["US"] });
  expect(changedTo("is", { is_any_of: ["US", "UK"] })).toEqual({ is: "US" });
  expect(changedTo("more_than", { contains: "many" })).toEqual({ more_than: 0 });
});

test("every test can be changed to", () => {
  for (const name of TESTS) expect(nameOf(changedTo(name, { is: "x" }))).toBe(name);
});
