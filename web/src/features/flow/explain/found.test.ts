import i18next from "i18next";
import { expect, test } from "vitest";
import app from "@/app/texts/en.json";
import rule from "@/features/rule/texts/en.json";
import flow from "../texts/en.json";
import type { Speech } from "../words/words";
import { asked, askedOfEvent, found, nearness } from "./found";
import type { ExplainedClause } from "./queries";
import explain from "./texts/en.json";

const texts = i18next.createInstance();
await texts.init({
  lng: "en",
  resources: { en: { app, flow, rule, explain } },
  interpolation: { escapeValue: false },
});
const t = texts.getFixedT("en", "explain");
const speech: Speech = {
  t: texts.getFixedT("en", "flow"),
  language: "en",
  names: {
    segment: () => "Hot leads",
    pipeline: (id) => id,
    stage: () => "Hot",
    flow: (id) => id,
    step: (_, step) => step,
    scoreClass: (_, id) => id,
  },
};

const said = (clause: ExplainedClause) =>
  [asked(speech, t, clause), found(speech, t, clause), nearness(speech, t, clause)]
    .filter(Boolean)
    .join(" | ");

const at = "2026-03-02T09:30:00.000Z";

test.each<[ExplainedClause, string | RegExp]>([
  [
    {
      kind: "score",
      asked: { score: { points: { more_than: 20 } } },
      points: 18,
      missing: 3,
    },
    "The score is more than 20 | It is 18. | 3 short.",
  ],
  [
    { kind: "score", asked: { score: { points: { less_than: 5 } } }, points: 9, missing: -5 },
    "The score is less than 5 | It is 9. | 5 too many.",
  ],
  [
    {
      kind: "property",
      asked: { property: { name: "city", test: { is: "Cluj" } } },
      value: null,
      missing: null,
    },
    "City is “Cluj” | Not known.",
  ],
  [{ kind: "tag", asked: { tag: "vip" }, since: null }, "Has the tag “vip” | Does not have it."],
  [
    { kind: "tag", asked: { tag: "vip" }, since: at },
    /^Has the tag “vip” \| Has it since Mon, Mar 2/,
  ],
  [
    { kind: "segment", asked: { segment: "hot-leads" }, name: "Hot leads", since: null },
    "Is in the segment “Hot leads” | Not in it.",
  ],
  [
    {
      kind: "count",
      asked: { count: { of: { event: "page_visited" }, times: { at_least: 7 } } },
      times: 1,
      or_more: false,
      missing: 6,
    },
    "Visited a page at least 7 times | It happened 1 time. | 6 short.",
  ],
  [{ kind: "stage", asked: { stage: ["mql"] }, stage: "lead" }, "The stage is MQL | It is Lead."],
  [
    { kind: "deal", asked: { deal: { is: "open" } }, deals: [] },
    "Has an open deal | There is no deal.",
  ],
  [{ kind: "all", parts: [] }, "All of these"],
])("%o is said in words", (clause, text) => {
  if (typeof text === "string") expect(said(clause)).toBe(text);
  else expect(said(clause)).toMatch(text);
});

test("the time of a property is said as a time", () => {
  const clause: ExplainedClause = {
    kind: "property",
    asked: { property: { name: "birthday", test: { exists: true } } },
    value: { time: at },
  };
  expect(said(clause)).toMatch(/It is Mon, Mar 2/);
});

test.each([
  ["starts with /blog", "starts with “/blog”"],
  ["is any of a, b", "is “a” or “b”"],
  ["is not x", "is not “x”"],
  ["at least 1200", "is at least 1,200"],
  ["between 1 and 5", "is between 1 and 5"],
  ["before 2026-03-02T00:00:00.000Z", "is before Mar 2, 2026"],
  ["no value", "is not known"],
  ["something quite new", "something quite new"],
])("what was asked of an event, %s, is said in words", (text, words) => {
  expect(askedOfEvent(speech, text)).toBe(words);
});
