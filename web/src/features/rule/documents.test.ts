/**
 * Rules as the server's documentation, tests and shipped flows write them: each has fields and a
 * sentence, and comes out of the editor as it went in.
 */
import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { rust } from "@/testing/server";
import { speaking } from "@/testing/speech";
import { readHour, withHour, withWeekdays } from "./local-time";
import { asGroup, fromGroup, LEAVES, type LocalTime, type Rule, simplest, variant } from "./rule";
import { sentence } from "./sentence";
import { isShowable } from "./showable";
import { unfinished } from "./unfinished";

const ROOT = new URL("../../../../", import.meta.url);
const leaves: string[] = Object.values(LEAVES).flat();

/** Every condition in a document, at any depth. */
function conditions(part: unknown): Rule[] {
  if (typeof part !== "object" || part === null) return [];
  const inner = Object.values(part).flatMap(conditions);
  const [name, content] = variant(part);
  const isLeaf = leaves.includes(name) && Object.keys(part).length === 1;
  // A tag and a segment are but a text, which much else is, too.
  return isLeaf && typeof content === "object" ? [part as Rule, ...inner] : inner;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The documents in the first column of the table of rules. */
function documented(): Rule[] {
  const page = readFileSync(new URL("docs/flows.md", ROOT), "utf8");
  const rows = page.split("\n").filter((line) => line.startsWith("| `{"));
  const event = '{"event": "page_visited", "where": [{"name": "url", "test": {"contains": "/a"}}]}';
  return rows.flatMap((row) =>
    [...row.matchAll(/`({.*?})`(?= \|)/g)].flatMap(([, text = ""]) =>
      conditions(parsed(text.replaceAll("EVENT", event))),
    ),
  );
}

/** Those that are written out in the tests of the server. */
function tested(): Rule[] {
  return rust("engine/src/rule/tests").flatMap((code) =>
    [...code.matchAll(/r#"([\s\S]*?)"#/g)].flatMap(([, text = ""]) => conditions(parsed(text))),
  );
}

/** The rules in a flow file; much else in it looks like one. */
function rulesIn(part: unknown): Rule[] {
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).flatMap(([name, inner]) =>
    name === "rule" ? conditions(inner) : rulesIn(inner),
  );
}

function shipped(): Rule[] {
  const folder = new URL("flows/", ROOT);
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.flatMap((name) => rulesIn(parsed(readFileSync(new URL(name, folder), "utf8"))));
}

/** What the tests of the server put together from pieces. */
const PIECES = `[
  { "anniversary": { "property": "birthday", "is": { "in_days": 365 } } },
  { "anniversary": { "property": "birthday", "is": { "days_ago": 7 } } },
  { "date": { "property": "trial_ends", "is": { "within_next_days": 0 } } },
  { "date": { "property": "trial_ends", "is": { "within_last_days": 3 } } },
  { "date": { "property": "trial_ends", "is": { "more_than_days_ahead": 1 } } },
  { "date": { "property": "trial_ends", "is": { "more_than_days_ago": 3660 } } },
  { "local_time": { "weekdays": ["saturday", "sunday"] } },
  { "local_time": { "from": "09:00" } },
  { "local_time": { "to": "17:00" } },
  { "local_time": { "weekdays": ["monday", "wednesday", "thursday", "friday"], "from": "22:30" } },
  { "company": { "name": "industry", "test": { "is_any_of": ["IT", "retail"] } } },
  { "filled_in": { "of": ["country", "phone"], "is": { "exactly": 1 } } },
  { "filled_in": { "of": ["a", "b", "c"], "is": { "less_than": 2 } } },
  { "min": { "of": { "event": "custom:bought" }, "property": "amount", "is": { "less_than": -2.9 } } },
  { "max": { "of": { "event": "custom:bought" }, "property": "amount", "is": { "more_than": 20 },
    "within": { "seconds": 10 } } },
  { "sum": { "of": { "event": "custom:bought" }, "property": "amount", "is": { "exactly": 0 },
    "within": { "hours": 36 } } },
  { "distinct": { "of": { "event": "page_visited" }, "property": "url", "is": { "at_most": 7 } } },
  { "sequence": { "first": { "event": "custom:a" }, "then": { "event": "custom:a" },
    "at_most": { "weeks": 1 } } }
]`;
const pieces = JSON.parse(PIECES) as Rule[];

test.each([
  ["documentation", documented, 13],
  ["tests of the server", tested, 30],
  ["shipped flows", shipped, 6],
  ["pieces", () => pieces, 18],
])("every rule of the %s has fields, is whole and stays as it is", (_, found, least) => {
  const rules = found();
  expect(rules.length).toBeGreaterThanOrEqual(least);
  for (const rule of rules) {
    const before = JSON.stringify(rule);
    expect(isShowable(rule), before).toBe(true);
    expect(JSON.stringify(simplest(fromGroup(asGroup(rule)))), before).toBe(before);
  }
});

test("each of the wider kinds is among them", () => {
  const all = [...documented(), ...pieces].filter((rule) => !unfinished(rule));
  const kinds = new Set(all.map((rule) => variant(rule)[0]));
  for (const kind of leaves)
    if (kind !== "tag" && kind !== "segment") expect(kinds).toContain(kind);
});

test("hours and days that are chosen as they are change nothing", () => {
  const times = [...documented(), ...tested(), ...pieces].flatMap((rule) =>
    "local_time" in rule ? [rule.local_time] : [],
  );
  expect(times.length).toBeGreaterThan(5);
  const chosenAgain = (time: LocalTime) => {
    const days = withWeekdays(time, time.weekdays ?? []);
    const hour = (which: "from" | "to") => readHour(time[which] ?? "") ?? "none";
    return withHour(withHour(days, "from", hour("from")), "to", hour("to"));
  };
  for (const time of times) expect(chosenAgain(time)).toEqual(time);
});

test.each(["en", "ru", "pl", "ro"])("every one is a sentence in %s", async (language) => {
  const speech = await speaking(language);
  for (const rule of [...documented(), ...pieces, ...shipped()]) {
    const text = sentence(rule, speech);
    expect(text, JSON.stringify(rule)).not.toMatch(/sentence\.|{{|undefined|NaN|\[object/);
    expect(text, JSON.stringify(rule)).not.toContain("…");
  }
});
