/** Values of settings, and rules, as text. */
import { asWritten, type FlowRule } from "@/features/rule/rule";
import { flowText } from "@/features/rule/sentence";
import { chosenVariant, isRecord } from "../model/schema";
import type { Speech } from "./words";

const record = (value: unknown) => (isRecord(value) ? value : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function number({ language }: Speech, value: unknown): string {
  const text = new Intl.NumberFormat(language).format(Number(value));
  return text.replace(/^-/, "−");
}

export function span(speech: Speech, value: unknown): string {
  const chosen = chosenVariant(value);
  if (!chosen) return "…";
  return speech.t(`span.${chosen.name}`, { count: Number(chosen.value) });
}

export function money({ language }: Speech, value: unknown): string {
  const { amount_minor, currency } = record(value);
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
  const { time } = record(value);
  if (typeof time === "number") return dateText(speech, time);
  return isRecord(value) ? JSON.stringify(value) : String(value ?? "");
}

function dateText({ language }: Speech, at: number): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
}

const quoted = (speech: Speech, value: unknown): string =>
  typeof value === "string"
    ? speech.t("value.quoted", { text: value || "…" })
    : valueText(speech, value);

export function comparison(speech: Speech, value: unknown): string {
  const chosen = chosenVariant(value);
  if (!chosen) return "…";
  return speech.t(`compare.${chosen.name}`, { value: number(speech, chosen.value) });
}

export function propertyTest(speech: Speech, value: unknown): string {
  const chosen = chosenVariant(value);
  if (!chosen) return "…";
  const { name, value: inner } = chosen;
  if (name === "exists") return speech.t(inner === false ? "test.exists_not" : "test.exists");
  if (name === "between") {
    const [low, high] = list(inner);
    return speech.t("test.between", { low: valueText(speech, low), high: valueText(speech, high) });
  }
  const isTime = (name === "before" || name === "after") && typeof inner === "number";
  const text = isTime
    ? dateText(speech, inner)
    : Array.isArray(inner)
      ? inner.map((one) => quoted(speech, one)).join(", ")
      : quoted(speech, inner);
  return speech.t(`test.${name}`, { value: text });
}

function condition(speech: Speech, value: unknown): string {
  const { name, test } = record(value);
  return `${String(name || "…")} ${propertyTest(speech, test)}`;
}

export function eventName({ t }: Speech, name: unknown): string {
  const text = String(name || "…");
  if (text.startsWith("custom:")) return text.slice("custom:".length) || "…";
  return t(`event.${text}`, { defaultValue: text.replaceAll("_", " ") });
}

export function eventMatch(speech: Speech, value: unknown): string {
  const { event, where } = record(value);
  const conditions = list(where).map((one) => condition(speech, one));
  const name = eventName(speech, event);
  if (conditions.length === 0) return name;
  return speech.t("rule.where", { event: name, conditions: joined(speech, conditions, "and") });
}

const joined = ({ t }: Speech, parts: readonly string[], word: "and" | "or") =>
  parts.join(` ${t(`rule.${word}`)} `);

/** A rule as a sentence's middle: "score more than 20 and not in segment Customers". */
export function ruleText(speech: Speech, rule: unknown, inside = false): string {
  const { t, names } = speech;
  const chosen = chosenVariant(rule);
  if (!chosen) return "…";
  const { name, value } = chosen;
  const inner = record(value);
  switch (name) {
    case "all":
    case "any":
      return group(speech, name, list(value), inside);
    case "not":
      return t("rule.not", { rule: ruleText(speech, value, true) });
    case "property":
      return condition(speech, value);
    case "tag":
      return t("rule.tag", { tag: String(value || "…") });
    case "score":
      return t(inner.category ? "rule.scoreOf" : "rule.score", {
        category: String(inner.category ?? ""),
        points: comparison(speech, inner.points),
      });
    case "stage":
      return t("rule.stage", {
        stages:
          list(value)
            .map((one) => t(`choice.LifecycleStage.${one}`))
            .join(", ") || "…",
      });
    case "segment":
      return t("rule.segment", {
        segment: names.segments.get(String(value)) ?? (String(value) || "…"),
      });
    case "deal":
      return dealText(speech, inner);
    case "flow":
      return flowText(value as FlowRule, {
        t: (key, values) => t(`rule:sentence.${key}`, values ?? {}),
        names,
      });
    case "count": {
      const key = inner.within ? "rule.countWithin" : "rule.count";
      const times = comparison(speech, inner.times);
      return t(key, {
        event: eventMatch(speech, inner.of),
        times,
        span: span(speech, inner.within),
      });
    }
    case "never":
      return t("rule.never", { event: eventMatch(speech, value) });
    case "last_occurred":
      return t("rule.lastOccurred", {
        event: eventMatch(speech, inner.of),
        span: span(speech, inner.more_than_ago),
      });
    default:
      return asWritten(rule);
  }
}

function group(
  speech: Speech,
  name: "all" | "any",
  rules: readonly unknown[],
  inside: boolean,
): string {
  if (rules.length === 0) return speech.t(name === "all" ? "rule.everybody" : "rule.nobody");
  const parts = rules.map((rule) => ruleText(speech, rule, rules.length > 1));
  const text = joined(speech, parts, name === "all" ? "and" : "or");
  return inside && rules.length > 1 ? `(${text})` : text;
}

function dealText(speech: Speech, deal: Readonly<Record<string, unknown>>): string {
  const { t, names } = speech;
  const chosen = chosenVariant(deal.is);
  const pipeline = typeof deal.pipeline === "string" ? deal.pipeline : undefined;
  const stages = list(chosen?.value).map(
    (stage) =>
      names.stages.get(`${pipeline}/${stage}`) ?? names.stages.get(String(stage)) ?? String(stage),
  );
  const is =
    chosen?.name === "in_stage"
      ? t("rule.dealIn", { stages: stages.join(", ") || "…" })
      : t("rule.dealIs", { is: t(`choice.DealTest.${chosen?.name ?? "open"}`) });
  return pipeline
    ? t("rule.inPipeline", { deal: is, pipeline: names.pipelines.get(pipeline) ?? pipeline })
    : is;
}
