import { expect, test } from "vitest";
import { KINDS, kindOf, parse, reads, typed, type Value } from "./value";

const VALUES: Value[] = [
  "Kraków",
  55,
  -1.5,
  true,
  false,
  ["red", "blue"],
  { time: "2026-03-01T09:30:00.000Z" },
];

test.each(VALUES)("%j goes into its field and comes back the same", (value) => {
  expect(parse(kindOf(value), typed(value))).toEqual(value);
});

test("what is no number or no time is not taken", () => {
  expect(parse("number", "12 apples")).toBeUndefined();
  expect(parse("number", " ")).toBeUndefined();
  expect(parse("time", "soon")).toBeUndefined();
  expect(parse("text", "  ")).toBeUndefined();
});

test("values read as people write them", () => {
  const words = { language: "en", yes: "yes", no: "no" };
  expect(VALUES.slice(0, 6).map((value) => reads(value, words))).toEqual([
    "Kraków",
    "55",
    "-1.5",
    "yes",
    "no",
    "red, blue",
  ]);
  expect(new Set(VALUES.map(kindOf))).toEqual(new Set(KINDS));
});
