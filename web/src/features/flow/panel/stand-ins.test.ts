import { expect, test } from "vitest";
import { filledIn } from "./stand-ins";

const ann = { name: "Ann", email: "ann@example.com", score: -5 };

test.each([
  ["Call {name}, {score} points", "Call Ann, -5 points"],
  ["{email}{email}", "ann@example.comann@example.com"],
  ["{first} and {} stay", "{first} and {} stay"],
  ["an open { stays", "an open { stays"],
])("%s", (text, expected) => {
  expect(filledIn(text, ann)).toBe(expected);
});

test("a value that looks like a place is not filled again", () => {
  expect(filledIn("{name}", { ...ann, name: "{score}" })).toBe("{score}");
});

test("who has no address leaves a gap", () => {
  expect(filledIn("<{email}>", { name: "Ann", score: 0 })).toBe("<>");
});
