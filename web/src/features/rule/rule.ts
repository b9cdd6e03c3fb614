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

export const LEAVES = [
  "property",
  "tag",
  "score",
  "stage",
  "segment",
  "deal",
  "flow",
  "count",
  "never",
  "last_occurred",
] as const;
export type Leaf = (typeof LEAVES)[number];

/** Deeper, a sentence cannot be followed any more. What is deeper already is shown and kept. */
export const DEPTH_MAX = 3;

export const COMPARISONS = ["at_least", "more_than", "at_most", "less_than", "exactly"] as const;
export const STANDINGS = ["inside", "waits_at", "entered", "finished", "reached_goal"] as const;
export type Standing = (typeof STANDINGS)[number];
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

/** What a new condition of this kind begins as. */
export function fresh(leaf: Leaf): Rule {
  const of: EventMatch = { event: "page_visited" };
  switch (leaf) {
    case "property":
      return { property: { name: "", test: { is: "" } } };
    case "tag":
      return { tag: "" };
    case "score":
      return { score: { points: { more_than: 20 } } };
    case "stage":
      return { stage: ["lead"] };
    case "segment":
      return { segment: "" };
    case "deal":
      return { deal: { is: "open" } };
    case "flow":
      return { flow: { flow: "", is: "inside" } };
    case "count":
      return { count: { of, times: { at_least: 1 }, within: { days: 30 } } };
    case "never":
      return { never: of };
    case "last_occurred":
      return { last_occurred: { of, more_than_ago: { days: 60 }, if_never: "since_created" } };
  }
}

/**
 * A part of a rule that has no sentence and no fields yet, in the words of the document:
 * `is at least 100, within days 90`.
 */
export function asWritten(part: unknown): string {
  if (Array.isArray(part)) return part.map(asWritten).join(", ");
  if (typeof part !== "object" || part === null) return String(part);
  const member = ([name, value]: [string, unknown]) =>
    `${name.replaceAll("_", " ")} ${asWritten(value)}`;
  return Object.entries(part).map(member).join(", ");
}

/** Whether anything still has to be filled in. */
export function unfinished(rule: Rule): boolean {
  const { rule: inner } = plain(rule);
  const group = groupOf(inner);
  if (group !== undefined) return group.rules.length === 0 || group.rules.some(unfinished);
  if ("tag" in inner) return inner.tag === "";
  if ("segment" in inner) return inner.segment === "";
  if ("stage" in inner) return inner.stage.length === 0;
  if ("property" in inner) return unfinishedCondition(inner.property);
  if ("deal" in inner) return isEmptyList(inner.deal.is);
  if ("flow" in inner) return unfinishedFlow(inner.flow);
  if ("count" in inner) return unfinishedMatch(inner.count.of);
  if ("never" in inner) return unfinishedMatch(inner.never);
  if ("last_occurred" in inner) return unfinishedMatch(inner.last_occurred.of);
  return false;
}

function unfinishedMatch({ event, where = [] }: EventMatch): boolean {
  return event === "" || event === "custom:" || where.some(unfinishedCondition);
}

/** `{in_stage: []}`, which is nobody's. */
function isEmptyList(is: DealTest): boolean {
  return typeof is === "object" && is.in_stage.length === 0;
}

function unfinishedFlow({ flow, is }: FlowRule): boolean {
  return flow === "" || (typeof is === "object" && is.waits_at === "");
}

function unfinishedCondition({ name, test }: Condition): boolean {
  const [, value] = variant(test);
  return name.trim() === "" || value === "" || (Array.isArray(value) && value.length === 0);
}
