import { expect, test } from "vitest";
import { timeIn, zonesOf, zoneTitle } from "./zones";

test("UTC comes first, and what is chosen is always among them", () => {
  expect(zonesOf(["Europe/Warsaw", "America/New_York"], "Mars/Olympus", "Europe/Warsaw")).toEqual([
    "UTC",
    "America/New_York",
    "Europe/Warsaw",
    "Mars/Olympus",
  ]);
});

test("a zone is found by the words of its name", () => {
  expect(zoneTitle("America/Argentina/Buenos_Aires")).toBe("America/Argentina/Buenos Aires");
});

test("the time there is that of its clocks, in summer and in winter", () => {
  const at = (text: string) => timeIn("Europe/Warsaw", Date.parse(text), "en-GB");
  expect(at("2026-01-15T23:30:00Z")).toBe("Fri 00:30");
  expect(at("2026-07-15T22:30:00Z")).toBe("Thu 00:30");
  expect(timeIn("Mars/Olympus", 0, "en")).toBeUndefined();
});
