/** How to learn, as one fills it in. What is not asked stays as it was the last time. Pure. */
import { type Span, variant } from "@/features/rule/rule";
import type { Settings } from "./types";

/** The numbers one may change, and their least and greatest values. */
export const NUMBERS = {
  won_min: [10, 10_000],
  lost_min: [10, 10_000],
  features_max: [1, 500],
  category_min: [1, 1_000],
} as const;
export type NumberName = keyof typeof NUMBERS;

/** Lengths of time, in days. */
export const SPANS = { gap: [0, 90], freshness: [1, 365] } as const;
export type SpanName = keyof typeof SPANS;

export type Form = Required<Pick<Settings, "as_of" | "always_so">> &
  Record<NumberName | SpanName, number>;

const DAYS: Record<string, number> = {
  seconds: 1 / 86_400,
  minutes: 1 / 1_440,
  hours: 1 / 24,
  days: 1,
  weeks: 7,
};

function daysOf(span: Span): number {
  const [unit, number] = variant(span);
  return Number(number) * (DAYS[unit] ?? 1);
}

/** As it was done the last time; nobody has yet: as the server would. */
export function formOf(settings: Settings = {}): Form {
  const {
    as_of = "closed",
    always_so = [],
    gap = { days: 1 },
    freshness = { days: 14 },
  } = settings;
  const { won_min = 30, lost_min = 30, features_max = 100, category_min = 20 } = settings;
  const spans = { gap: daysOf(gap), freshness: daysOf(freshness) };
  return { as_of, always_so, ...spans, won_min, lost_min, features_max, category_min };
}

export function settingsOf({ gap, freshness, ...rest }: Form): Settings {
  return { ...rest, gap: { days: gap }, freshness: { days: freshness } };
}
