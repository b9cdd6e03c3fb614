import { expect, test } from "vitest";
import { hoursReversed, readHour, rows, weekdayName, withHour, withWeekdays } from "./local-time";

test("a time of day is read as people write it, and written in one way", () => {
  const read = ["9", "09", "9:30", "930", "9.30", "0930", " 23:59 ", "24", "24:00", ""].map(
    readHour,
  );
  expect(read).toEqual([
    ...["09:00", "09:00", "09:30", "09:30", "09:30", "09:30", "23:59", "24:00", "24:00", ""],
  ]);
  for (const typed of ["25", "9:60", "9:3", "24:01", "noon", "-1", "12345"])
    expect(readHour(typed), typed).toBeUndefined();
});

test("days are written in the order of the week, and none is any", () => {
  const time = { from: "09:00" };
  expect(withWeekdays(time, ["sunday", "monday"])).toEqual({
    from: "09:00",
    weekdays: ["monday", "sunday"],
  });
  expect(withWeekdays({ ...time, weekdays: ["monday"] }, [])).toEqual(time);
});

test("a time that is taken away is not written", () => {
  expect(withHour({ from: "09:00", to: "17:00" }, "from", "")).toEqual({ to: "17:00" });
});

test("a time of the day that ends before it begins never is", () => {
  expect(hoursReversed({ from: "22:00", to: "06:00" })).toBe(true);
  expect(hoursReversed({ from: "24:00" })).toBe(true);
  expect(hoursReversed({ from: "22:00" })).toBe(false);
  expect(hoursReversed({ to: "06:00" })).toBe(false);
});

test("days that follow each other are one row", () => {
  expect(rows(["sunday", "monday", "tuesday", "friday"])).toEqual([
    ["monday", "tuesday"],
    ["friday", "friday"],
    ["sunday", "sunday"],
  ]);
});

test("the names of days are those of the language", () => {
  expect(weekdayName("monday", "en", "long")).toBe("Monday");
  expect(weekdayName("sunday", "ru", "short")).toBe("вс");
});
