/** Times and lengths of time as a way is told: short, in the reader's language. */

/** "Mon 24 Nov, 09:00": the day of the week is what waits are about. */
export function moment(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}

/** The same where there is little room. */
export function onCard(at: string, language: string): string {
  return new Intl.DateTimeFormat(language, {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
  }).format(new Date(at));
}

const UNITS = [
  ["days", 86_400_000],
  ["hours", 3_600_000],
  ["minutes", 60_000],
  ["seconds", 1_000],
] as const;

type Say = (key: `flow:span.${string}`, values: { count: number }) => string;

/** The largest unit that has passed once: "2 days"; null: less than a second. */
export function lasted(t: Say, ms: number): string | null {
  const unit = UNITS.find(([, length]) => ms >= length);
  return unit ? t(`flow:span.${unit[0]}`, { count: Math.floor(ms / unit[1]) }) : null;
}

export const between = (from: string, to: string): number => Date.parse(to) - Date.parse(from);
