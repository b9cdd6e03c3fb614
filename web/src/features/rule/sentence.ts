/**
 * A rule as a sentence, with its structure kept by brackets. What is not filled in yet is an
 * ellipsis. Pure, so that it can be tested in each language.
 */
import {
  asWritten,
  type Comparison,
  type Condition,
  type EventMatch,
  type FlowRule,
  groupOf,
  type Rule,
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
};

/** How to say it: the texts under `sentence`, names, and the language for dates and lists. */
export type Speech = {
  t: (key: string, values?: Record<string, unknown>) => string;
  names: Names;
  language: string;
};

const BLANK = "…";

export function sentence(rule: Rule, speech: Speech): string {
  const text = clause(rule, speech);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same as the middle of a sentence. */
export function clause(rule: Rule, speech: Speech, nested = false): string {
  const { t } = speech;
  const group = groupOf(rule);
  if (group === undefined) return leafText(rule, speech);
  if (group.rules.length === 0) return t(group.how === "all" ? "everybody" : "nobody");
  const joined = group.rules.map((one) => clause(one, speech, true)).join(` ${t(group.how)} `);
  return nested && group.rules.length > 1 ? `(${joined})` : joined;
}

function leafText(rule: Rule, speech: Speech): string {
  const { t, names, language } = speech;
  if ("not" in rule) return t("not", { rule: clause(rule.not, speech, true) });
  if ("property" in rule) return conditionText(rule.property, speech);
  if ("tag" in rule) return t("tag", { tag: rule.tag || BLANK });
  if ("score" in rule) {
    const { category, points } = rule.score;
    const compared = comparisonText(points, speech);
    return category
      ? t("scoreOf", { category, points: compared })
      : t("score", { points: compared });
  }
  if ("stage" in rule) {
    const stages = rule.stage.map((stage) => t(`stages.${stage}`));
    return t("stage", { stages: listed(stages, language) });
  }
  if ("segment" in rule) return t("segment", { segment: names.segment(rule.segment) || BLANK });
  if ("deal" in rule) return dealText(rule.deal, speech);
  if ("flow" in rule) return flowText(rule.flow, speech);
  return behaviourText(rule, speech);
}

function behaviourText(rule: Rule, speech: Speech): string {
  const { t } = speech;
  if ("count" in rule) {
    const { of, times, within } = rule.count;
    const [how, count] = variant(times);
    return t(within ? "countWithin" : "count", {
      event: eventText(of, speech),
      times: t(`times.${how}`, { count: Number(count) }),
      span: within ? spanText(within, speech) : "",
    });
  }
  if ("never" in rule) return t("never", { event: eventText(rule.never, speech) });
  if (!("last_occurred" in rule)) return asWritten(rule);
  const { of, more_than_ago } = rule.last_occurred;
  return t("lastOccurred", { event: eventText(of, speech), span: spanText(more_than_ago, speech) });
}

export function comparisonText(comparison: Comparison, { t }: Speech): string {
  const [how, number] = variant(comparison);
  return t(`compare.${how}`, { number });
}

export function spanText(span: Span, { t }: Speech): string {
  const [unit, count] = variant(span);
  return t(`span.${unit}`, { count: Number(count) });
}

export function eventText(of: EventMatch, speech: Speech): string {
  const { where = [] } = of;
  const name = eventName(String(of.event ?? ""), speech);
  if (where.length === 0) return name;
  const conditions = where.map((condition) => conditionText(condition, speech));
  const joined = conditions.join(` ${speech.t("all")} `);
  return speech.t("where", { event: name, conditions: joined });
}

function eventName(event: string, { t }: Speech): string {
  if (event.startsWith(CUSTOM))
    return t("customEvent", { name: event.slice(CUSTOM.length) || BLANK });
  return event === "" ? BLANK : t(`events.${event}`);
}

export function conditionText({ name, test }: Condition, speech: Speech): string {
  return testText(test, speech, name.trim() || BLANK);
}

/** `name` is whatever is tested; without one: "contains “/pricing”". */
export function testText(test: Test, speech: Speech, name = ""): string {
  const { t, language } = speech;
  const [how, value] = variant(test);
  const say = (key: string, values: Record<string, unknown> = {}) =>
    t(`test.${key}`, { name, ...values }).trim();
  if (how === "exists") return say(value ? "exists" : "existsNot");
  if (how === "between" && Array.isArray(value)) {
    return say("between", { low: value[0], high: value[1] });
  }
  const isDay = (how === "before" || how === "after") && typeof value === "number";
  return say(how, { value: isDay ? dayText(value, language) : valueText(value, speech) });
}

export function valueText(value: unknown, { t, language }: Speech): string {
  if (typeof value === "boolean") return t(value ? "yes" : "no");
  if (typeof value === "number") return new Intl.NumberFormat(language).format(value);
  if (Array.isArray(value)) {
    const each = value.map((one) =>
      typeof one === "number" ? String(one) : t("quoted", { text: one }),
    );
    return listed(each, language);
  }
  if (typeof value === "object" && value !== null && "time" in value) {
    return dayText(Number(value.time), language);
  }
  return t("quoted", { text: value === "" || value === undefined ? BLANK : String(value) });
}

/** Days are midnights of UTC, wherever the reader is. */
function dayText(at: number, language: string): string {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeZone: "UTC" }).format(at);
}

/** "A, B or C" as the language writes it. */
function listed(items: string[], language: string): string {
  if (items.length === 0) return BLANK;
  return new Intl.ListFormat(language, { type: "disjunction" }).format(items);
}

type DealRule = Extract<Rule, { deal: unknown }>["deal"];

function dealText({ is, pipeline }: DealRule, { t, names, language }: Speech): string {
  const said =
    typeof is === "string"
      ? t(`deal.${is}`)
      : t("deal.inStage", {
          stages: listed(
            is.in_stage.map((stage) => names.stage(pipeline, stage)),
            language,
          ),
        });
  return pipeline ? t("inPipeline", { deal: said, pipeline: names.pipeline(pipeline) }) : said;
}

type FlowSpeech = { t: Speech["t"]; names: Pick<Names, "flow" | "step"> };

export function flowText({ flow, is }: FlowRule, { t, names }: FlowSpeech): string {
  const known = { flow: names.flow(flow) || BLANK };
  if (typeof is === "string") return t(`flow.${is}`, known);
  return t("flow.waits_at", { ...known, step: names.step(flow, is.waits_at) || BLANK });
}
