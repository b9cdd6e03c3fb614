/** Words that a rule uses: tags, score categories, properties, events. Pure. */
import { type Condition, type EventMatch, groupOf, plain, type Rule } from "./rule";

export const CUSTOM = "custom:";

export type WordKind = "tags" | "categories" | "properties" | "eventProperties" | "events";
export type Words = Readonly<Record<WordKind, readonly string[]>>;
type Add = (kind: WordKind, word: string) => void;

/** Collects words of several places, each once, in alphabetical order. */
export function collected(tell: (add: Add) => void): Words {
  const found: Record<WordKind, Set<string>> = {
    tags: new Set(),
    categories: new Set(),
    properties: new Set(),
    eventProperties: new Set(),
    events: new Set(),
  };
  tell((kind, word) => word.trim() !== "" && found[kind].add(word));
  const sorted = (kind: WordKind) => [...found[kind]].sort((a, b) => a.localeCompare(b));
  return {
    tags: sorted("tags"),
    categories: sorted("categories"),
    properties: sorted("properties"),
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
  else if ("score" in inner) add("categories", inner.score.category ?? "");
  else if ("count" in inner) wordsOfMatch(inner.count.of, add);
  else if ("never" in inner) wordsOfMatch(inner.never, add);
  else if ("last_occurred" in inner) wordsOfMatch(inner.last_occurred.of, add);
}

function wordsOfMatch({ event, where = [] }: EventMatch, add: Add): void {
  wordOfEvent(String(event), add);
  for (const { name } of where as Condition[]) add("eventProperties", name);
}

/** Events of one's own only; the built-in ones are offered anyway. */
export function wordOfEvent(name: string, add: Add): void {
  if (name.startsWith(CUSTOM)) add("events", name.slice(CUSTOM.length));
}
