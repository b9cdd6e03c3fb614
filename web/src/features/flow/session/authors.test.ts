import { expect, test } from "vitest";
import { withAuthor } from "./authors";

test("each colleague is named once, the latest last", () => {
  const names = ["Ann", "Bob", "Ann"].reduce<readonly string[]>(
    (all, name) => withAuthor(all, name, true),
    [],
  );
  expect(names).toEqual(["Bob", "Ann"]);
});

test("after publishing nobody's work is unpublished", () => {
  expect(withAuthor(["Ann"], "Ann", false)).toEqual([]);
});

test("what is not known yet names nobody and forgets nobody", () => {
  expect(withAuthor(["Ann"], "Bob", undefined)).toEqual(["Ann"]);
});

test("my own work needs no naming", () => {
  expect(withAuthor(["Ann"], null, true)).toEqual(["Ann"]);
});
