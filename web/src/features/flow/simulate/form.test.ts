import { expect, test } from "vitest";
import { readFlow } from "../model/document";
import { eventsIn, HAPPENS, requestOf, TRIAL, type Trial, typedValue } from "./form";

const flow = readFlow({
  id: "f",
  name: "F",
  nodes: [
    { id: "start", kind: "event", settings: { of: { event: "custom:paid" } } },
    { id: "ask", kind: "branch", settings: { rule: { never: { event: "page_visited" } } } },
  ],
});

const request = (change: Partial<Trial>) => requestOf({ ...TRIAL, ...change }, flow);

test("whoever is invented has what was typed, and nothing else", () => {
  const person = {
    ...TRIAL.person,
    score: 18,
    scores: [{ name: "shoes", value: "43" }],
    tags: ["vip"],
    properties: [
      { name: "age", value: "30" },
      { name: "", value: "forgotten" },
    ],
    deal: "sales/hot",
  };
  const { invented, contact, enter } = request({ person });
  expect(invented).toEqual({
    score: 18,
    scores: { shoes: 43 },
    stage: null,
    tags: ["vip"],
    properties: { age: 30 },
    segments: [],
    deals: [{ pipeline: "sales", stage: "hot" }],
  });
  expect(contact).toBeUndefined();
  expect(enter).toEqual({ node: null });
});

test("what happens comes in order, each with how long after the one before", () => {
  const { happenings, enter } = request({
    start: "happenings",
    happenings: [
      { ...HAPPENS, name: "custom:paid", details: [{ name: "amount", value: "12.5" }] },
      { ...HAPPENS, after: { count: 2, unit: "hours" }, what: "add_tag", name: "vip" },
      { ...HAPPENS, what: "points", name: "-10" },
      { ...HAPPENS, what: "property", name: "city", value: "" },
      { ...HAPPENS, after: { count: 3, unit: "days" }, what: "time" },
      HAPPENS,
    ],
  });
  expect(enter).toBeUndefined();
  expect(happenings).toEqual([
    { event: "custom:paid", with: { amount: 12.5 } },
    { after: { hours: 2 }, change: { add_tag: "vip" } },
    { change: { adjust_score: { points: -10 } } },
    { identify: { city: null } },
    { after: { days: 3 } },
    {},
  ]);
});

test("what was chosen of a step that is gone is left out", () => {
  const chosen = request({
    trigger: "gone",
    forced: { ask: "yes", gone: "no" },
    fails: { ask: "410", gone: "500" },
    runFor: { count: 4, unit: "weeks" },
  });
  expect(chosen).toMatchObject({
    enter: { node: null },
    forced: { ask: "yes" },
    answers: { ask: { delivered: false, why: "410" } },
    run_for: { weeks: 4 },
  });
  expect(Object.keys(chosen.answers ?? {})).toEqual(["ask"]);
});

test.each([
  ["30", 30],
  ["-1.5", -1.5],
  ["007", "007"],
  ["true", true],
  [" Bucharest ", "Bucharest"],
  ["", ""],
])("%s is read as what it looks like", (typed, value) => {
  expect(typedValue(typed)).toBe(value);
});

test("the events that a flow asks about are found wherever they stand", () => {
  expect(eventsIn(flow)).toEqual(["custom:paid", "page_visited"]);
});
