import { expect, test } from "vitest";
import { begun, recorded, redone, undone } from "./history";

test("one goes back step by step, and forth again", () => {
  const there = recorded(recorded(begun("a"), "b", 0), "c", 0);
  expect(undone(there).present).toBe("b");
  expect(undone(undone(there)).present).toBe("a");
  expect(undone(undone(undone(there))).present).toBe("a");
  expect(redone(undone(undone(there))).present).toBe("b");
  expect(redone(there).present).toBe("c");
});

test("typing in one field is one step, until one pauses or goes elsewhere", () => {
  const typed = recorded(recorded(begun("a"), "ab", 0, "name"), "abc", 1_000, "name");
  expect(undone(typed).present).toBe("a");
  expect(undone(recorded(typed, "abcd", 9_000, "name")).present).toBe("abc");
  expect(undone(recorded(typed, "abcd", 1_100, "other")).present).toBe("abc");
});

test("whoever changes something after going back has nothing to go forth to", () => {
  const elsewhere = recorded(undone(recorded(begun("a"), "b", 0, "x")), "c", 1, "x");
  expect(redone(elsewhere).present).toBe("c");
  expect(undone(elsewhere).present).toBe("a");
});

test("what changes nothing is no step", () => {
  const start = begun("a");
  expect(recorded(start, "a", 5)).toBe(start);
});
