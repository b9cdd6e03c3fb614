import { expect, test } from "vitest";
import type { NodeKind } from "./kinds";
import { chosenVariant, fieldsOf, initialSettings, missing, variantsOf } from "./schema";

const $defs = {
  Span: {
    oneOf: [
      { type: "object", properties: { seconds: { type: "integer" } }, required: ["seconds"] },
      { type: "object", properties: { days: { type: "integer" } }, required: ["days"] },
    ],
  },
  Rule: {
    oneOf: [
      { properties: { all: { type: "array", items: { $ref: "#/$defs/Rule" } } } },
      { properties: { tag: { $ref: "#/$defs/Tag" } } },
    ],
  },
  Tag: { type: "string" },
  Stage: { oneOf: [{ const: "lead" }, { const: "mql" }] },
};

const kind = (properties: object, required: string[] = []): NodeKind => ({
  name: "k",
  role: "action",
  icon: "bolt",
  synonyms: [],
  version: 1,
  title: "K",
  summary: "",
  ports: ["next"],
  schema: { type: "object", properties, required, $defs },
});

test.each([
  ["a text", { title: { type: "string" } }, {}],
  ["a length of time", { for: { $ref: "#/$defs/Span" } }, { for: { days: 1 } }],
  ["a rule", { rule: { $ref: "#/$defs/Rule" } }, { rule: { all: [] } }],
  ["a word that a person chooses", { stage: { $ref: "#/$defs/Stage" } }, {}],
  [
    "what may be empty",
    { tag: { anyOf: [{ $ref: "#/$defs/Tag" }, { type: "null" }] } },
    { tag: null },
  ],
  ["a default", { points: { type: "integer", default: 3 } }, { points: 3 }],
])("new settings with %s", (_, properties, settings) => {
  expect(initialSettings(kind(properties, Object.keys(properties)))).toEqual(settings);
});

test("what is not asked for is not written", () => {
  expect(initialSettings(kind({ note: { type: "string", default: "" } }))).toEqual({});
});

test("what must be said comes first, then things, numbers, yes or no", () => {
  const fields = {
    loud: { type: "boolean" },
    times: { type: ["integer", "null"] },
    span: { $ref: "#/$defs/Span" },
    title: { type: "string" },
  };
  const order = fieldsOf(kind(fields, ["title"]).schema).map((field) => field.name);
  expect(order).toEqual(["title", "span", "times", "loud"]);
});

test("what is still to be filled in", () => {
  const asked = kind({ title: { type: "string" }, points: { type: "integer" } }, [
    "title",
    "points",
  ]);
  expect(missing(asked, { title: "", points: 0 })).toEqual(["title"]);
});

test("the ways of a choice, and which one a value goes", () => {
  expect(variantsOf($defs.Span)?.map((way) => way.name)).toEqual(["seconds", "days"]);
  expect(variantsOf({ enum: ["up", "down"] })?.map((way) => way.inner)).toEqual([null, null]);
  expect(variantsOf($defs.Tag)).toBeNull();
  expect(chosenVariant({ days: 3 })).toEqual({ name: "days", value: 3 });
  expect(chosenVariant("once")).toEqual({ name: "once", value: null });
  expect(chosenVariant(null)).toBeNull();
});
