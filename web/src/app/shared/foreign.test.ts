import { expect, test } from "vitest";
import { isolated, short } from "./foreign";

test("a long text is cut between characters, and says so", () => {
  expect(short("short enough")).toBe("short enough");
  expect(short("abcdef", 4)).toBe("abc…");
  expect(short("ab😀😀😀", 4)).toBe("ab…");
});

test("what turns the direction of writing is kept apart", () => {
  expect(isolated("\u202Egnp.exe")).toBe("\u2068\u202Egnp.exe\u2069");
  expect(isolated("עברית")).toBe("עברית");
});
