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
  scoreClass: (model: string, id: string) => string;
};

/** How to say it: a translator of any namespace, names, and the language for numbers, dates, lists. */
export type Speech = {
  readonly t: (key: string, values?: Record<string, unknown>) => string;
  readonly names: Names;
  readonly language: string;
};

export const BLANK = "…";

const say = ({ t }: Speech, key: string, values: Record<string, unknown> = {}) =>
  t(`rule:sentence.${key}`, values);

export function sentence(rule: Rule, speech: Speech): string {
  const text = clause(rule, speech);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same as the middle of a sentence. */
export function clause(rule: Rule, speech: Speech, nested = false): string {
  const group = groupOf(rule);
  if (group === undefined) return leafText(rule, speech);
  if (group.rules.length === 0) return say(speech, group.how === "all" ? "everybody" : "nobody");
  const joined = group.rules
    .map((one) => clause(one, speech, true))
    .join(` ${say(speech, group.how)} `);
  return nested && group.rules.length > 1 ? `(${joined})` : joined;
}

function leafText(rule: Rule, speech: Speech): string {
  const { t, names, language } = speech;
  if ("not" in rule) return negated(rule.not, speech);
  if ("property" in rule) return conditionText(rule.property, speech);
  if ("tag" in rule) return say(speech, "tag", { tag: rule.tag || BLANK });
  if ("score" in rule) {
    const { category, points } = rule.score;
    const values = { category, points: comparisonText(points, speech) };
    return say(speech, category ? "scoreOf" : "score", values);
  }
  if ("stage" in rule) {
    const stages = rule.stage.map((stage) => t(`app:stages.${stage}`));
    return say(speech, "stage", { stages: listed(stages, language) });
  }
  if ("segment" in rule)
    return say(speech, "segment", { segment: names.segment(rule.segment) || BLANK });
  if ("deal" in rule) return dealText(rule.deal, speech);
  if ("flow" in rule) return flowText(rule.flow, speech);
  return behaviourText(rule, speech);
}

/** What people ask most often has a *not* of its own; the rest is denied as a whole. */
function negated(rule: Rule, speech: Speech): string {
  if ("tag" in rule) return say(speech, "noTag", { tag: rule.tag || BLANK });
  if ("segment" in rule)
    return say(speech, "notInSegment", { segment: speech.names.segment(rule.segment) || BLANK });
  return say(speech, "not", { rule: clause(rule, speech, true) });
}

function behaviourText(rule: Rule, speech: Speech): string {
  if ("count" in rule) {
    const { of, times, within } = rule.count;
    const [how, count] = variant(times);
    return say(speech, within ? "countWithin" : "count", {
      event: eventText(of, speech),
      times: say(speech, `times.${how}`, { count: Number(count) }),
      span: within ? spanText(within, speech) : "",
    });
  }
  if ("never" in rule) return say(speech, "never", { event: eventText(rule.never, speech) });
  if (!("last_occurred" in rule)) return asWritten(rule);
  const { of, more_than_ago } = rule.last_occurred;
  const values = { event: eventText(of, speech), span: spanText(more_than_ago, speech) };
  return say(speech, "lastOccurred", values);
}

export function comparisonText(comparison: Comparison, speech: Speech): string {
  const [how, number] = variant(comparison);
  return say(speech, `compare.${how}`, { number: numberText(Number(number), speech) });
}

export function spanText(span: Span, speech: Speech): string {
  const [unit, count] = variant(span);
  return say(speech, `span.${unit}`, { count: Number(count) });
}

export function eventText(of: EventMatch, speech: Speech): string {
  const { where = [] } = of;
  const name = eventName(String(of.event ?? ""), speech);
  if (where.length === 0) return name;
  const conditions = where.map((condition) => conditionText(condition, speech));
  const joined = conditions.join(` ${say(speech, "all")} `);
  return say(speech, "where", { event: name, conditions: joined });
}

export function eventName(event: string, speech: Speech): string {
  if (event.startsWith(CUSTOM))
    return say(speech, "customEvent", { name: event.slice(CUSTOM.length) || BLANK });
  return event === "" ? BLANK : say(speech, `events.${event}`);
}

/** By its name alone, as it stands in lists. */
export function eventTitle(event: string, { t }: Pick<Speech, "t">): string {
  return event.startsWith(CUSTOM) ? event.slice(CUSTOM.length) : t(`rule:event.${event}`);
}

function conditionText({ name, test }: Condition, speech: Speech): string {
  return testText(test, speech, name.trim() || BLANK);
}

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

/** "A, B or C" as the language writes it. */
function listed(items: string[], language: string): string {
  if (items.length === 0) return BLANK;
  return new Intl.ListFormat(language, { type: "disjunction" }).format(items);
}

type DealRule = Extract<Rule, { deal: unknown }>["deal"];

function dealText({ is, pipeline }: DealRule, speech: Speech): string {
  const { names, language } = speech;
  const stages =
    typeof is === "string" ? [] : is.in_stage.map((stage) => names.stage(pipeline, stage));
  const said =
    typeof is === "string"
      ? say(speech, `deal.${is}`)
      : say(speech, "deal.inStage", { stages: listed(stages, language) });
  if (!pipeline) return said;
  return say(speech, "inPipeline", { deal: said, pipeline: names.pipeline(pipeline) });
}

function flowText({ flow, is }: FlowRule, speech: Speech): string {
  const { names } = speech;
  const known = { flow: names.flow(flow) || BLANK };
  if (typeof is === "string") return say(speech, `flow.${is}`, known);
  const step = names.step(flow, is.waits_at) || BLANK;
  return say(speech, "flow.waits_at", { ...known, step });
}
