/** Values of settings as text. What rules, events and their tests read like is said by `rule`. */

import { BLANK, dayText, numberText } from "@/features/rule/phrases";
import type { Rule } from "@/features/rule/rule";
import { clause } from "@/features/rule/sentence";
import { chosenVariant, isRecord } from "../model/schema";
import type { Speech } from "./words";

export function number(speech: Speech, value: unknown): string {
  return numberText(Number(value), speech);
}

/** By itself; inside of a sentence some languages decline it. */
export function span(speech: Speech, value: unknown): string {
  const chosen = chosenVariant(value);
  if (!chosen) return BLANK;
  return speech.t(`span.${chosen.name}`, { count: Number(chosen.value) });
}

export function money({ language }: Speech, value: unknown): string {
  const { amount_minor, currency } = isRecord(value) ? value : {};
  try {
    const format = new Intl.NumberFormat(language, {
      style: "currency",
      currency: String(currency),
    });
    const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
    return format.format(Number(amount_minor) / 10 ** digits);
  } catch {
    return `${Number(amount_minor) / 100} ${currency ?? ""}`.trim();
  }
}

/** A plain value: a text, a number, yes or no, a time, several texts. */
export function valueText(speech: Speech, value: unknown): string {
  if (typeof value === "number") return number(speech, value);
  if (typeof value === "boolean") return speech.t(value ? "yes" : "no");
  if (Array.isArray(value)) return value.map((one) => valueText(speech, one)).join(", ");
  if (!isRecord(value)) return String(value ?? "");
  return typeof value.time === "number" ? dayText(value.time, speech) : JSON.stringify(value);
}

/** A rule as a sentence's middle: "the score is more than 20 and has the tag “vip”". */
export function ruleText(speech: Speech, rule: unknown): string {
  return readable(rule, (one: Rule) => clause(one, speech));
}

/**
 * A draft may hold what is not whole yet, or what only the server can complain about: then there is
 * nothing to say of it.
 */
export function readable<T>(value: unknown, say: (value: T) => string): string {
  if (!isRecord(value)) return BLANK;
  try {
    return say(value as T);
  } catch {
    return BLANK;
  }
}
