/**
 * The rule tree as the server has it, and what the editor does to it. Pure: every edit gives a new
 * tree. There is no second model of a rule; what is shown is what is stored.
 */
import type { Schemas } from "@/api/client";

export type Rule = Schemas["Rule"];
export type Condition = Schemas["PropertyCondition"];
export type Test = Schemas["PropertyTest"];
export type Comparison = Schemas["Comparison"];
export type Span = Schemas["Span"];
export type EventMatch = Schemas["EventMatch"];
export type DealTest = Schemas["DealTest"];
export type FlowTest = Schemas["FlowTest"];
export type FlowRule = Extract<Rule, { flow: unknown }>["flow"];
export type Value = Schemas["Value"];
export type EventNumber = Schemas["EventNumber"];
export type AnniversaryTest = Schemas["AnniversaryTest"];
export type DateTest = Schemas["DateTest"];
export type LocalTime = Schemas["LocalTime"];
export type Weekday = Schemas["Weekday"];
export type Distinct = Extract<Rule, { distinct: unknown }>["distinct"];
export type Sequence = Extract<Rule, { sequence: unknown }>["sequence"];

/** The kinds of conditions, by what they are about. */
export const LEAVES = {
  who: ["property", "company", "filled_in", "tag", "score", "stage", "segment", "deal", "flow"],
  did: ["count", "never", "last_occurred", "sum", "min", "max", "distinct", "sequence"],
  when: ["anniversary", "date", "local_time"],
} as const;
export type Leaf = (typeof LEAVES)[keyof typeof LEAVES][number];

/** Deeper, a sentence cannot be followed any more. What is deeper already is shown and kept. */
export const DEPTH_MAX = 3;

export const COMPARISONS = ["at_least", "more_than", "at_most", "less_than", "exactly"] as const;
export const STANDINGS = ["inside", "waits_at", "entered", "finished", "reached_goal"] as const;
export type Standing = (typeof STANDINGS)[number];
export const ROUNDS = ["today", "in_days", "days_ago"] as const;
export const DATES = [
  "within_next_days",
  "within_last_days",
  "more_than_days_ahead",
  "more_than_days_ago",
] as const;
export const UNITS = ["seconds", "minutes", "hours", "days", "weeks"] as const;
export const EVENTS = [
  "page_visited",
  "screen_viewed",
  "form_submitted",
  "meeting_booked",
  "meeting_cancelled",
  "meeting_rescheduled",
  "meeting_missed",
  "company_joined",
] as const;

export type Group = { how: "all" | "any"; rules: Rule[] };

/** Every member of an `oneOf` with a single key is one variant; its key says which. */
export function variant<T extends object>(value: T): [name: string, content: unknown] {
  const [entry] = Object.entries(value);
  return entry ?? ["", undefined];
}

export function groupOf(rule: Rule): Group | undefined {
  if ("all" in rule) return { how: "all", rules: rule.all };
  if ("any" in rule) return { how: "any", rules: rule.any };
  return undefined;
}

export function fromGroup({ how, rules }: Group): Rule {
  return how === "all" ? { all: rules } : { any: rules };
}

/** A rule with its *not* apart; two of them cancel out. */
export function plain(rule: Rule): { rule: Rule; negated: boolean } {
  if (!("not" in rule)) return { rule, negated: false };
  const inner = plain(rule.not);
  return { rule: inner.rule, negated: !inner.negated };
}

export function withNot(rule: Rule, negated: boolean): Rule {
  return negated ? { not: rule } : rule;
}

/** The editor always shows a group at the top; a single condition is a group of one. */
export function asGroup(rule: Rule): Group {
  return groupOf(rule) ?? { how: "all", rules: [rule] };
}

/** A group of one is stored as its one condition. */
export function simplest(rule: Rule): Rule {
  const group = groupOf(rule);
  const [only, ...others] = group?.rules ?? [];
  return only !== undefined && others.length === 0 ? simplest(only) : rule;
}

export function replaced<T>(items: T[], at: number, next: T): T[] {
  return items.map((item, index) => (index === at ? next : item));
}

export function without<T>(items: T[], at: number): T[] {
  return items.filter((_, index) => index !== at);
}

export function standingOf(is: FlowTest): Standing {
  return typeof is === "string" ? is : "waits_at";
}

/** Only who waits is asked at which step. */
export function flowTest(standing: Standing, step = ""): FlowTest {
  return standing === "waits_at" ? { waits_at: step } : standing;
}

/**
 * A part of a rule for which there is no sentence and are no fields, in the words of the document:
 * `is at least 100, within days 90`.
 */
export function asWritten(part: unknown): string {
  if (Array.isArray(part)) return part.map(asWritten).join(", ");
  if (typeof part !== "object" || part === null) return String(part);
  const member = ([name, value]: [string, unknown]) =>
    `${name.replaceAll("_", " ")} ${asWritten(value)}`;
  return Object.entries(part).map(member).join(", ");
}
