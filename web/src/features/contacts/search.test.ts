import { expect, test } from "vitest";
import { contactsSearch, sortedBy } from "./search";

test("an address is read, and what it does not know is left out", () => {
  expect(contactsSearch({ search: 42, stage: "boss", sort: "-score", tag: "" })).toEqual({
    search: "42",
    tag: undefined,
    segment: undefined,
    stage: undefined,
    sort: "-score",
    category: undefined,
  });
});

test("a column sorts the largest first, then turns round", () => {
  expect(sortedBy("score", undefined)).toBe("-score");
  expect(sortedBy("score", "-score")).toBe("score");
  expect(sortedBy("score", "score")).toBe("-score");
  expect(sortedBy("seen_at", "-score")).toBe("-seen_at");
});
