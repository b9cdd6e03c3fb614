/** Times in words. Pure: the language and the present are arguments. */
/** From which distance on a unit is used, and its length: "13 days" says more than "last week". */
const UNITS = [
  ["year", 31_557_600_000, 31_557_600_000],
  ["month", 2 * 2_629_800_000, 2_629_800_000],
  ["week", 2 * 604_800_000, 604_800_000],
  ["day", 86_400_000, 86_400_000],
  ["hour", 3_600_000, 3_600_000],
  ["minute", 60_000, 60_000],
] as const;

/** "3 hours ago", "in 2 days"; `justNow` within a minute. */
export function relatively(date: Date, now: number, language: string, justNow: string): string {
  const distance = date.getTime() - now;
  const unit = UNITS.find(([, length]) => Math.abs(distance) >= length);
  if (unit === undefined) return justNow;
  const [name, , length] = unit;
  const format = new Intl.RelativeTimeFormat(language, {
    numeric: name === "day" ? "auto" : "always",
  });
  return format.format(Math.trunc(distance / length), name);
}

/** With seconds and the zone, so that two people in two places mean the same. */
export function exactly(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    timeZoneName: "short",
  }).format(date);
}

/** "Sat, 29 Nov, 09:00": where the hour matters and the year is plain. */
export function toTheMinute(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(date);
}

/** The same of a day that begins and ends in UTC. */
export function utcDay(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(date);
}

/** A text with its machine times (`2026-03-01T09:30:00.000Z`) as people write days. */
export function withDays(text: string, language: string): string {
  return text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (found) => {
    const date = new Date(found);
    return Number.isNaN(date.getTime()) ? found : day(date, language);
  });
}

/** "3 Nov 2026": where the day is enough. */
export function day(date: Date, language: string): string {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    year: "numeric",
  }).format(date);
}
