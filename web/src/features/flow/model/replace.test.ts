import { expect, test } from "vitest";
import type { FlowDocument } from "./document";
import { nodeOf } from "./graph";
import type { Kinds } from "./kinds";
import { replaced, replaceRefusal } from "./replace";
import { flow, kindOf, kinds, show } from "./testing";

const replace = (document: FlowDocument, id: string, kind: string) =>
  replaced(document, kinds, id, kindOf(kind));

test.each([
  ["a line", flow("t a c"), "a", "d", "a>c, t>a"],
  ["a fork takes the line on to its first side", flow("t a c"), "a", "b", "a:yes>c, t>a"],
  [
    "a fork gives up its other side",
    flow("t b", "b:yes a", "b:no c"),
    "b",
    "w",
    "b:next>a, c, t>b",
  ],
  ["what failed leads on where it can fail", flow("t d c", "d:failed e"), "d", "a", "d>c, e, t>d"],
  ["an open end", flow("t a"), "a", "x", "t>a"],
  ["a trigger", flow("t a"), "t", "t", "t>a"],
])("the wires stay: %s", (_, document, id, kind, expected) => {
  expect(show(replace(document, id, kind).document)).toBe(expected);
});

test("the step keeps its id, its name and its place, and says which ways are cut", () => {
  const fork = flow("t b", "b:yes a", "b:no c");
  const { document, cut } = replace(fork, "b", "a");
  const [before, after] = [nodeOf(fork, "b"), nodeOf(document, "b")];
  expect(after).toEqual({ ...before, kind: "a" });
  expect(cut).toEqual(["no"]);
});

test.each([
  ["by itself", flow("t a"), "a", "a", "same_kind"],
  ["the beginning by an action", flow("t a"), "t", "a", "begins_the_line"],
  ["a middle by a trigger", flow("t a"), "a", "t", "to_trigger"],
  ["a loose step by a trigger", flow("a"), "a", "t", null],
  ["a middle by an exit", flow("t a c"), "a", "x", "ends_the_line"],
  ["the wait of a loop", flow("t a w a"), "w", "d", "loop_without_wait"],
  ["another step of a loop", flow("t a w a"), "a", "d", null],
  ["a step by a fork", flow("t a c"), "a", "b", null],
])("replacing %s", (_, document, id, kind, expected) => {
  expect(replaceRefusal(document, kinds, id, kindOf(kind))).toBe(expected);
});

const withFields = (name: string, properties: object, required: string[] = []) => ({
  ...kindOf("a"),
  name,
  schema: { type: "object", properties, required },
});

test("a setting of the same name and sort is carried over, the others are named", () => {
  const old = withFields("old", {
    tag: { $ref: "#/$defs/Tag" },
    reason: { type: "string" },
    points: { type: "integer" },
    note: { type: "string", default: "usual" },
    empty: { type: "string" },
  });
  const now = withFields(
    "now",
    {
      tag: { $ref: "#/$defs/Tag", description: "another help" },
      reason: { type: "integer" },
      note: { type: "string" },
      sure: { type: "boolean" },
    },
    ["sure"],
  );
  const some: Kinds = new Map([old, now].map((kind) => [kind.name, kind]));
  const document = flow("a");
  const [first] = document.nodes;
  if (!first) throw new Error("no step");
  const settings = { tag: "vip", reason: "why", points: 3, note: "usual", empty: "" };
  const before = { ...document, nodes: [{ ...first, kind: "old", settings }] };
  const { document: after, kept, lost } = replaced(before, some, "a", now);
  expect(nodeOf(after, "a")?.settings).toEqual({ sure: false, tag: "vip" });
  expect([kept, lost]).toEqual([["tag"], ["reason", "points"]]);
});
