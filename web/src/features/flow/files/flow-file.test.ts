import { expect, test } from "vitest";
import { freeName, isId, readFlowFile, renamed } from "./flow-file";
import type { FlowFile } from "./queries";

const flow = { id: "nurture", name: "Nurture", nodes: [{ id: "start", kind: "exit" }] };

test.each([
  ["a flow file", { flow, segments: [] }, { flow, segments: [] }],
  ["a flow alone", flow, { flow }],
  ["copied steps", { runnel: "steps", nodes: flow.nodes, edges: [] }, null],
  ["a flow without a name", { flow: { ...flow, name: undefined } }, null],
  ["a step without a kind", { flow: { ...flow, nodes: [{ id: "a" }] } }, null],
  ["other JSON", [1, 2], null],
])("reads %s", (_, content, expected) => {
  expect(readFlowFile(JSON.stringify(content))).toEqual(expected);
});

test("what is no JSON is no flow file", () => {
  expect(readFlowFile("Hello")).toBeNull();
});

test("under another id, what asks about the flow itself still does, and nothing else changes", () => {
  const asks = (id: string) => ({
    any: [{ flow: { flow: id, is: "entered" } }, { tag: "nurture" }],
  });
  const file = {
    flow: { ...flow, exit_when: asks("nurture"), description: "nurture" },
    segments: [
      { id: "nurture", name: "nurture", rule: asks("nurture") },
      { id: "other", name: "Other", rule: asks("other") },
    ],
  } as FlowFile;
  const { flow: after, segments } = renamed(file, "nurture-2", "Nurture again");
  expect(after).toEqual({
    ...file.flow,
    id: "nurture-2",
    name: "Nurture again",
    exit_when: asks("nurture-2"),
  });
  expect(segments).toEqual([
    { id: "nurture", name: "nurture", rule: asks("nurture-2") },
    { id: "other", name: "Other", rule: asks("other") },
  ]);
});

test("a name that is taken is counted on", () => {
  expect(freeName("Nurture", new Set(["Nurture", "Nurture (2)"]))).toBe("Nurture (3)");
});

test.each([
  ["nurture_2-b", true],
  ["", false],
  ["Nurture", false],
  ["a b", false],
  ["x".repeat(61), false],
])("whether “%s” is an id: %s", (text, is) => {
  expect(isId(text)).toBe(is);
});
