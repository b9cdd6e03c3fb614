import { expect, test } from "vitest";
import { askedFlows } from "./asked-flows";

test("the flows that rules ask about are found at any depth, with the steps they name", () => {
  const inside = { flow: { flow: "nurture", is: "inside" } };
  const waits = { flow: { flow: "trial", is: { waits_at: "hold" } } };
  const document = {
    nodes: [{ id: "ask", kind: "branch", settings: { rule: { any: [{ not: waits }, inside] } } }],
    exit_when: inside,
  };
  expect(askedFlows(document)).toEqual([
    { flow: "trial", step: "hold" },
    { flow: "nurture", step: undefined },
    { flow: "nurture", step: undefined },
  ]);
});

test("what is not chosen yet asks about nothing", () => {
  expect(askedFlows({ flow: { flow: "", is: "inside" } })).toEqual([]);
  expect(askedFlows({ tag: "flow" })).toEqual([]);
  expect(askedFlows(undefined)).toEqual([]);
});
