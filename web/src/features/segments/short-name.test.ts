import { expect, test } from "vitest";
import { shortName } from "./short-name";

test("a short name has small letters, digits and dashes", () => {
  expect(shortName("Hot leads, Kraków & Łódź!", [])).toBe("hot-leads-krakow-lodz");
  expect(shortName("Țară mică", [])).toBe("tara-mica");
});

test("a name in other letters still gets one, and each is given once", () => {
  expect(shortName("Горячие", ["segment", "segment-2"])).toBe("segment-3");
  expect(shortName("Hot", ["hot"])).toBe("hot-2");
});
