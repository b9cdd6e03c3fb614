/** What a row asks, as a sentence. Pure, so that it can be tested in each language. */
import { short } from "@/app/shared/foreign";
import { eventText, type Speech, spanText } from "@/features/rule/phrases";
import { sentence } from "@/features/rule/sentence";
import type { Criterion, Each } from "./types";

const say = ({ t }: Speech, key: string, values: Record<string, unknown> = {}) =>
  t(`scoring:said.${key}`, values);

export function criterionText(when: Criterion, speech: Speech): string {
  if ("while" in when) return sentence(when.while, speech);
  const text = say(speech, "each", { event: eventText(when.each.of, speech) });
  return [text, ...limits(when.each, speech)].join(", ");
}

function limits({ at_most, per_period, fades_after }: Each, speech: Speech): string[] {
  const said: string[] = [];
  if (per_period) {
    const { times: count, period } = per_period;
    said.push(say(speech, `per.${periodOf(period)}`, { count, span: spanText(period, speech) }));
  }
  if (at_most) said.push(say(speech, "atMost", { count: at_most }));
  if (fades_after) said.push(say(speech, "fades", { span: spanText(fades_after, speech) }));
  return said;
}

/** The periods that have a name; any other is said by its length. */
export const PERIODS = {
  hour: { hours: 1 },
  day: { days: 1 },
  week: { weeks: 1 },
} as const;
export type Period = keyof typeof PERIODS;

export function periodOf(span: object): Period | "other" {
  const names = Object.keys(PERIODS) as Period[];
  return names.find((name) => JSON.stringify(PERIODS[name]) === JSON.stringify(span)) ?? "other";
}

const NAME_MAX = 80;

/** What a row is called until somebody calls it something else. */
export function proposedName(when: Criterion, speech: Speech): string {
  const text = "while" in when ? sentence(when.while, speech) : eventText(when.each.of, speech);
  return short(text.charAt(0).toUpperCase() + text.slice(1), NAME_MAX);
}
