/** Words that rules and events use: tags, score categories, properties, events. Pure. */
import type { Schemas } from "@/api/client";
import { type Condition, type EventMatch, groupOf, plain, type Rule } from "./rule";

export const CUSTOM = "custom:";

export const WORD_KINDS = [
  "tags",
  "categories",
  "properties",
  "companyProperties",
  "eventProperties",
  "events",
] as const;
export type WordKind = (typeof WORD_KINDS)[number];
export type Words = Readonly<Record<WordKind, readonly string[]>>;
export type Add = (kind: WordKind, word: string) => void;

/** Collects words of several places, each once, in alphabetical order. */
export function collected(tell: (add: Add) => void): Words {
  const found: Record<WordKind, Set<string>> = {
    tags: new Set(),
    categories: new Set(),
    properties: new Set(),
    companyProperties: new Set(),
    eventProperties: new Set(),
    events: new Set(),
  };
  tell((kind, word) => word.trim() !== "" && found[kind].add(word));
  const sorted = (kind: WordKind) => [...found[kind]].sort((a, b) => a.localeCompare(b));
  return {
    tags: sorted("tags"),
    categories: sorted("categories"),
    properties: sorted("properties"),
    companyProperties: sorted("companyProperties"),
    eventProperties: sorted("eventProperties"),
    events: sorted("events"),
  };
}

export function wordsOf(rule: Rule, add: Add): void {
  const { rule: inner } = plain(rule);
  const group = groupOf(inner);
  if (group !== undefined) for (const one of group.rules) wordsOf(one, add);
  else if ("tag" in inner) add("tags", inner.tag);
  else if ("property" in inner) add("properties", inner.property.name);
  else if ("company" in inner) add("companyProperties", inner.company.name);
  else if ("score" in inner) add("categories", inner.score.category ?? "");
  else if ("filled_in" in inner) for (const name of inner.filled_in.of) add("properties", name);
  else if ("anniversary" in inner) add("properties", inner.anniversary.property);
  else if ("date" in inner) add("properties", inner.date.property);
  else wordsOfBehaviour(inner, add);
}

function wordsOfBehaviour(rule: Rule, add: Add): void {
  if ("count" in rule) wordsOfMatch(rule.count.of, add);
  else if ("never" in rule) wordsOfMatch(rule.never, add);
  else if ("last_occurred" in rule) wordsOfMatch(rule.last_occurred.of, add);
  else if ("sum" in rule) wordsOfProperty(rule.sum, add);
  else if ("min" in rule) wordsOfProperty(rule.min, add);
  else if ("max" in rule) wordsOfProperty(rule.max, add);
  else if ("distinct" in rule) wordsOfProperty(rule.distinct, add);
  else if ("sequence" in rule) {
    wordsOfMatch(rule.sequence.first, add);
    wordsOfMatch(rule.sequence.then, add);
  }
}

function wordsOfProperty({ of, property }: { of: EventMatch; property: string }, add: Add): void {
  wordsOfMatch(of, add);
  add("eventProperties", property);
}

function wordsOfMatch({ event, where = [] }: EventMatch, add: Add): void {
  wordOfEvent(String(event), add);
  for (const { name } of where as Condition[]) add("eventProperties", name);
}

type Happened = {
  event: { name: string };
  properties?: object | null;
  facts: readonly { change: Schemas["Change"] }[];
};

/** What an event that came in is called, what came with it, and what it changed. */
export function wordsOfEvent({ event, properties, facts }: Happened, add: Add): void {
  wordOfEvent(event.name, add);
  for (const name of Object.keys(properties ?? {})) add("eventProperties", name);
  for (const { change } of facts) {
    if (change.kind === "property_changed") add("properties", change.name);
    else if (change.kind === "tag_added") add("tags", change.tag);
    else if (change.kind === "score_adjusted") add("categories", change.category);
  }
}

/** Events of one's own only; the built-in ones are offered anyway. */
function wordOfEvent(name: string, add: Add): void {
  if (name.startsWith(CUSTOM)) add("events", name.slice(CUSTOM.length));
}
