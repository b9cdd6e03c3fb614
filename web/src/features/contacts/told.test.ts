import { expect, test } from "vitest";
import { rust } from "@/testing/server";
import en from "./texts/en.json";
import { SENTENCES, takenApart } from "./told";

const server = [...rust("api/src/log"), ...rust("engine/src"), ...rust("model/src")]
  .join("\n")
  // A sentence may go on in the next line.
  .replace(/\\\n\s*/g, "");

/** The words between what stands in them, with what may be left out last. */
function literals(pattern: RegExp): string[] {
  const plain = pattern.source
    .replace(/\(\?<\w+>[^()]*\)/g, "\n")
    .replace(/\\S\+|\\w\+|\.\+/g, "\n")
    .replace(/[\^$?]|\(\?:|\(|\)|\|/g, "\n")
    .replaceAll("\\", "\n");
  return plain.split("\n").filter((words) => /\w{2}/.test(words));
}

test.each(SENTENCES)("%s is what the server says", (_, pattern) => {
  for (const words of literals(pattern)) expect(server).toContain(words.trim());
});

test("every sentence has a text that its parts fill", () => {
  for (const [key, pattern] of SENTENCES) {
    const text = key.split(".").reduce<unknown>((at, name) => (at as never)[name], en);
    expect(text, key).toBeTypeOf("string");
    for (const [, blank] of String(text).matchAll(/{{(\w+)}}/g))
      expect(pattern.source.split(/[<>]/), key).toContain(blank);
  }
});

test.each([
  ["Visited the page /pricing", "events.page_visited", { about: "/pricing" }],
  ["Visited the page", "events.page_visited", { about: "" }],
  ["The meeting Demo was cancelled", "events.meeting_cancelled", { about: "Demo" }],
  ["Works for Acme: Berlin", "facts.company.joined", { name: "Acme: Berlin" }],
  ["Works for no company any more", "facts.company.none", {}],
  ["News of Acme: size, region", "facts.company.news", { name: "Acme", changed: "size, region" }],
  ["Entered the segment Hot leads", "facts.segment_entered", { segment: "Hot leads" }],
  [
    "Waits at “Hold” in Hand-over until 2026-01-01T00:00:00.000Z at the latest",
    "facts.waiting",
    { step: "Hold", flow: "Hand-over" },
  ],
  ["city is Rome, before Paris", "facts.property", { name: "city", value: "Rome" }],
  ["Turned out to be the same person as Ana (con_7)", "events.merge", { name: "Ana" }],
])("%s is taken apart", (sentence, key, values) => {
  expect(takenApart(sentence)).toEqual({ key, values });
});

test("what nobody knows is left whole", () => {
  expect(takenApart("Something quite new")).toBeNull();
});
