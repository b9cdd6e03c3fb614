import { expect, test } from "vitest";
import { relatively, toTheMinute, withDays } from "./time";

const NOW = Date.parse("2026-03-02T12:00:00Z");
const say = (at: string, language = "en") => relatively(new Date(at), NOW, language, "just now");

test("times are said in the largest unit that has passed once", () => {
  expect(say("2026-03-02T11:59:30Z")).toBe("just now");
  expect(say("2026-03-02T11:01:00Z")).toBe("59 minutes ago");
  expect(say("2026-03-02T09:30:00Z")).toBe("2 hours ago");
  expect(say("2026-03-01T12:00:00Z")).toBe("yesterday");
  expect(say("2025-02-01T12:00:00Z")).toBe("1 year ago");
});

test("what is to come is said as such", () => {
  expect(say("2026-03-04T13:00:00Z")).toBe("in 2 days");
});

test("other languages have their own forms", () => {
  expect(say("2026-03-02T09:30:00Z", "ru")).toBe("2 часа назад");
  expect(say("2026-03-02T07:00:00Z", "pl")).toBe("5 godzin temu");
  expect(say("2026-02-06T12:00:00Z", "ro")).toBe("acum 3 săptămâni");
});

test("machine times inside a text are written as days", () => {
  expect(withDays("+5 Created (2026-10-20T08:01:38.484Z)", "en")).toBe("+5 Created (Oct 20, 2026)");
  expect(withDays("no time, 9999-99-99T1Z", "en")).toBe("no time, 9999-99-99T1Z");
});

test("a time within a year is said by its day of the week and its hour", () => {
  const at = new Date(2026, 10, 29, 9, 5);
  expect(toTheMinute(at, "ru")).toBe("вс, 29 нояб., 09:05");
  expect(toTheMinute(at, "pl")).toBe("niedz., 29 lis, 09:05");
});
