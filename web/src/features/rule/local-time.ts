/** Days of the week and hours of the day: how they are chosen, and what they are called. Pure. */
import type { LocalTime, Weekday } from "./rule";

export const WEEKDAYS = [
  "monday",
  "tuesday",
  "wednesday",
  "thursday",
  "friday",
  "saturday",
  "sunday",
] as const satisfies readonly Weekday[];

/** The end of a day. */
const END = "24:00";

/** A Monday. */
const MONDAY_MS = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;

export function weekdayName(day: Weekday, language: string, weekday: "long" | "short"): string {
  const format = new Intl.DateTimeFormat(language, { weekday, timeZone: "UTC" });
  return format.format(MONDAY_MS + WEEKDAYS.indexOf(day) * DAY_MS);
}

/** These days, in the order of the week. None: any day. */
export function withWeekdays(time: LocalTime, chosen: readonly string[]): LocalTime {
  const { weekdays: _, ...hours } = time;
  const weekdays = WEEKDAYS.filter((day) => chosen.includes(day));
  return weekdays.length === 0 ? hours : { ...hours, weekdays };
}

/** From or until then; without a time, from the beginning or until the end of the day. */
export function withHour(time: LocalTime, which: "from" | "to", hour: string): LocalTime {
  const { [which]: _, ...rest } = time;
  return hour === "" ? rest : { ...rest, [which]: hour };
}

/** As it is written: 9, 9:30, 930. Undefined: it is no time of day. */
export function readHour(typed: string): string | undefined {
  const [, hour, minute = "00"] = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(typed.trim()) ?? [];
  if (hour === undefined) return typed.trim() === "" ? "" : undefined;
  const read = `${hour.padStart(2, "0")}:${minute}`;
  return (read < END && minute < "60") || read === END ? read : undefined;
}

/** It never is from 22:00 until 06:00 of the same day. */
export const hoursReversed = ({ from, to }: LocalTime) => (from ?? "00:00") >= (to ?? END);

/** Days that follow each other, as one: the first and the last of each row. */
export function rows(days: readonly Weekday[]): (readonly [Weekday, Weekday])[] {
  const found: [Weekday, Weekday][] = [];
  for (const [at, day] of WEEKDAYS.entries()) {
    if (!days.includes(day)) continue;
    const last = found.at(-1);
    if (last !== undefined && last[1] === WEEKDAYS[at - 1]) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}
