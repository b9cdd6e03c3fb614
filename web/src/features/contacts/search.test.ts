import { expect, test } from "vitest";
import { contactsSearch, narrows, sortedBy } from "./search";

test("an address is read, and what it does not know is left out", () => {
  const raw = { list: "of-wishes", search: 42, stage: "boss", sort: "-score", tag: "" };
  expect(contactsSearch(raw)).toEqual({
    list: undefined,
    search: "42",
    tag: undefined,
    segment: undefined,
    stage: undefined,
    company: undefined,
    sort: "-score",
    category: undefined,
    score_min: undefined,
    score_max: undefined,
  });
});

test("points in an address are whole numbers, or not there", () => {
  const range = (score_min: unknown, score_max: unknown) => {
    const read = contactsSearch({ score_min, score_max });
    return [read.score_min, read.score_max];
  };
  expect(range(10, "-5")).toEqual([10, -5]);
  expect(range("", "many")).toEqual([undefined, undefined]);
  expect(range(0, 1.5)).toEqual([0, undefined]);
});

test("the review list has an address, and narrows nothing", () => {
  const search = contactsSearch({ list: "to-be-dropped" });
  expect(search.list).toBe("to-be-dropped");
  expect(narrows(search)).toBe(false);
});

test("sorting and showing a category narrow nothing", () => {
  expect(narrows(contactsSearch({ sort: "score", category: "shoes" }))).toBe(false);
  expect(narrows(contactsSearch({ score_min: 0 }))).toBe(true);
});

test("a column sorts the largest first, then turns round", () => {
  expect(sortedBy("score", undefined)).toBe("-score");
  expect(sortedBy("score", "-score")).toBe("score");
  expect(sortedBy("score", "score")).toBe("-score");
  expect(sortedBy("seen_at", "-score")).toBe("-seen_at");
  expect(sortedBy("probability", "probability")).toBe("-probability");
});
