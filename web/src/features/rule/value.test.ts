import { expect, test } from "vitest";
import { as, kindOf, listLike, today } from "./value";

test("a value says of which kind it is", () => {
  const kinds = ["x", 1, true, { time: 1 }, ["x"]].map(kindOf);
  expect(kinds).toEqual(["text", "number", "yes_no", "time", "list"]);
});

test("what was typed is kept where it means something", () => {
  expect(as("number", "25")).toBe(25);
  expect(as("number", "many")).toBe(0);
  expect(as("text", 25)).toBe("25");
  expect(as("list", "red")).toEqual(["red"]);
  expect(as("text", ["red", "blue"])).toBe("red");
  expect(as("text", true)).toBe("");
});

test("a list of numbers stays one while numbers are typed", () => {
  expect(listLike([1, 2], ["1", "2", "3"])).toEqual([1, 2, 3]);
  expect(listLike([1, 2], ["1", "many"])).toEqual(["1", "many"]);
  expect(listLike([], ["1"])).toEqual(["1"]);
});

test("a day begins at midnight", () => {
  expect(new Date(today(Date.parse("2026-03-02T12:34:56Z"))).toISOString()).toBe(
    "2026-03-02T00:00:00.000Z",
  );
});
