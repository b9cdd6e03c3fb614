/** A rule as a sentence in the person's language, with its structure kept by brackets. */
import { useTranslation } from "react-i18next";
import {
  type Comparison,
  type Condition,
  type EventMatch,
  groupOf,
  type Rule,
  type Span,
  variant,
} from "./rule";

/** Names of what a rule only has the id of. */
export type Names = {
  segment: (id: string) => string;
  stage: (pipeline: string | null | undefined, stage: string) => string;
};

type Translate = (key: string, values?: Record<string, unknown>) => string;

export function useRuleSentence(names: Names): (rule: Rule) => string {
  const { t, i18n } = useTranslation("segments");
  const say = (key: string, values?: Record<string, unknown>) => t(`sentence.${key}`, values ?? {});
  return (rule) => sentence(rule, say, names, i18n.language);
}

/** Pure, so that it can be tested in each language. */
export function sentence(rule: Rule, t: Translate, names: Names, language: string): string {
  const inner = (next: Rule, nested = true): string => {
    const group = groupOf(next);
    if (group === undefined) return leaf(next);
    if (group.rules.length === 0) return t(group.how === "all" ? "everybody" : "nobody");
    const joined = group.rules.map((one) => inner(one)).join(` ${t(group.how)} `);
    return nested && group.rules.length > 1 ? `(${joined})` : joined;
  };
  const leaf = (next: Rule): string => {
    if ("not" in next) return t("not", { rule: inner(next.not) });
    if ("property" in next) return conditionText(next.property, t, language);
    if ("tag" in next) return t("tag", { tag: next.tag });
    if ("score" in next) {
      const { category, points } = next.score;
      const compared = comparisonText(points, t);
      return category
        ? t("scoreOf", { category, points: compared })
        : t("score", { points: compared });
    }
    if ("stage" in next) {
      const stages = next.stage.map((stage) => t(`stages.${stage}`));
      return t("stage", { stages: listed(stages, language) });
    }
    if ("segment" in next) return t("segment", { segment: names.segment(next.segment) });
    if ("deal" in next) return dealText(next.deal, t, names, language);
    if ("count" in next) {
      const { of, times, within } = next.count;
      const [how, count] = variant(times);
      return t(within ? "countWithin" : "count", {
        event: eventText(of, t, language),
        times: t(`times.${how}`, { count: Number(count) }),
        span: within ? spanText(within, t) : "",
      });
    }
    if ("never" in next) return t("never", { event: eventText(next.never, t, language) });
    if ("last_occurred" in next) {
      const { of, more_than_ago } = next.last_occurred;
      return t("lastOccurred", {
        event: eventText(of, t, language),
        span: spanText(more_than_ago, t),
      });
    }
    return "";
  };
  const text = inner(rule, false);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function comparisonText(comparison: Comparison, t: Translate): string {
  const [how, number] = variant(comparison);
  return t(`compare.${how}`, { number });
}

export function spanText(span: Span, t: Translate): string {
  const [unit, count] = variant(span);
  return t(`span.${unit}`, { count: Number(count) });
}

function eventText(of: EventMatch, t: Translate, language: string): string {
  const { where = [] } = of;
  const event = String(of.event);
  const name = event.startsWith("custom:")
    ? t("customEvent", { name: event.slice("custom:".length) })
    : t(`events.${event}`);
  if (where.length === 0) return name;
  const conditions = where.map((condition) => conditionText(condition, t, language));
  return t("where", { event: name, conditions: conditions.join(` ${t("all")} `) });
}

function conditionText({ name, test }: Condition, t: Translate, language: string): string {
  const [how, value] = variant(test);
  if (how === "exists") return t(value ? "test.exists" : "test.existsNot", { name });
  if (how === "between" && Array.isArray(value)) {
    return t("test.between", { name, low: value[0], high: value[1] });
  }
  return t(`test.${how}`, { name, value: valueText(how, value, t, language) });
}

function valueText(how: string, value: unknown, t: Translate, language: string): string {
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (how === "before" || how === "after") return dateText(Number(value), language);
  if (Array.isArray(value))
    return listed(
      value.map((one) => `“${one}”`),
      language,
    );
  if (typeof value === "number") return String(value);
  if (typeof value === "object" && value !== null && "time" in value) {
    return dateText(Number(value.time), language);
  }
  return `“${String(value)}”`;
}

function dateText(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium" }).format(at);
}

/** "A, B or C" as the language writes it. */
function listed(items: string[], language: string): string {
  return new Intl.ListFormat(language, { type: "disjunction" }).format(items);
}

type DealRule = Extract<Rule, { deal: unknown }>["deal"];

function dealText(
  { is, pipeline }: DealRule,
  t: Translate,
  names: Names,
  language: string,
): string {
  if (typeof is === "string") return t(`deal.${is}`);
  const stages = is.in_stage.map((stage) => names.stage(pipeline, stage));
  return t("deal.inStage", { stages: listed(stages, language) });
}
