/**
 * What the sentences of rules are put together from: events, tests, numbers, lengths of time. What is
 * not filled in yet is an ellipsis. Pure.
 */
import {
  type Comparison,
  type Condition,
  type EventMatch,
  type Span,
  type Test,
  variant,
} from "./rule";
import { CUSTOM } from "./words";

/** Names of what a rule only has the id of. */
export type Names = {
  segment: (id: string) => string;
  pipeline: (id: string) => string;
  stage: (pipeline: string | null | undefined, stage: string) => string;
  flow: (id: string) => string;
  step: (flow: string, step: string) => string;
  scoreClass: (model: string, id: string) => string;
};

/** How to say it: a translator of any namespace, names, and the language for numbers, dates, lists. */
export type Speech = {
  readonly t: (key: string, values?: Record<string, unknown>) => string;
  readonly names: Names;
  readonly language: string;
};

export const BLANK = "…";

export const say = ({ t }: Speech, key: string, values: Record<string, unknown> = {}) =>
  t(`rule:sentence.${key}`, values);

export function comparisonText(comparison: Comparison, speech: Speech): string {
  const [how, number] = variant(comparison);
  return say(speech, `compare.${how}`, { number: numberText(Number(number), speech) });
}

export function spanText(span: Span, speech: Speech): string {
  const [unit, count] = variant(span);
  return say(speech, `span.${unit}`, { count: Number(count) });
}

/** As something that happened: visited a page (url contains “/pricing”). */
export function eventText({ event, where = [] }: EventMatch, speech: Speech): string {
  return withConditions(eventName(String(event ?? ""), speech), where, speech);
}

export function eventName(event: string, speech: Speech): string {
  if (event.startsWith(CUSTOM))
    return say(speech, "customEvent", { name: event.slice(CUSTOM.length) || BLANK });
  return event === "" ? BLANK : say(speech, `events.${event}`);
}

/** As a thing that has properties: “bought” (plan is “team”). */
export function eventNoun({ event, where = [] }: EventMatch, speech: Speech): string {
  const title = event === "" ? "" : eventTitle(String(event), speech);
  return withConditions(say(speech, "quoted", { text: title || BLANK }), where, speech);
}

function withConditions(event: string, where: readonly Condition[], speech: Speech): string {
  if (where.length === 0) return event;
  const conditions = where.map((condition) => conditionText(condition, speech));
  return say(speech, "where", { event, conditions: conditions.join(` ${say(speech, "all")} `) });
}

/** By its name alone, as it stands in lists. */
export function eventTitle(event: string, { t }: Pick<Speech, "t">): string {
  return event.startsWith(CUSTOM) ? event.slice(CUSTOM.length) : t(`rule:event.${event}`);
}

export function conditionText({ name, test }: Condition, speech: Speech): string {
  return testText(test, speech, nameText(name));
}

/** The name of a property. */
export const nameText = (name: string) => name.trim() || BLANK;

/** `name` is whatever is tested; without one: "contains “/pricing”". */
export function testText(test: Test, speech: Speech, name = ""): string {
  const [how, value] = variant(test);
  const tested = (which: string, values: Record<string, unknown> = {}) =>
    say(speech, `test.${which}`, { name, ...values }).replace(/^ (— )?/, "");
  if (how === "exists") return tested(value ? "exists" : "existsNot");
  if (how === "between" && Array.isArray(value)) {
    const [low, high] = value.map((one) => numberText(Number(one), speech));
    return tested("between", { low, high });
  }
  const isDay = (how === "before" || how === "after") && typeof value === "number";
  return tested(how, { value: isDay ? dayText(value, speech) : valueText(value, speech) });
}

function valueText(value: unknown, speech: Speech): string {
  if (typeof value === "boolean") return say(speech, value ? "yes" : "no");
  if (typeof value === "number") return numberText(value, speech);
  if (Array.isArray(value)) {
    const each = value.map((one) =>
      typeof one === "number" ? String(one) : say(speech, "quoted", { text: one }),
    );
    return listed(each, speech.language);
  }
  if (typeof value === "object" && value !== null && "time" in value) {
    return dayText(Number(value.time), speech);
  }
  return say(speech, "quoted", { text: value === "" || value == null ? BLANK : String(value) });
}

export function numberText(value: number, { language }: Pick<Speech, "language">): string {
  return new Intl.NumberFormat(language).format(value).replace(/^-/, "−");
}

/** Days are midnights of UTC, wherever the reader is. */
export function dayText(at: number, { language }: Pick<Speech, "language">): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** "A, B or C", or with "and", as the language writes it. */
export function listed(
  items: readonly string[],
  language: string,
  type: "disjunction" | "conjunction" = "disjunction",
): string {
  if (items.length === 0) return BLANK;
  return new Intl.ListFormat(language, { type }).format(items);
}
