import { expect, test } from "vitest";
import { markOf, type Passage, type PassedStep, placeOf, traceOf } from "./trace";

const step = (id: string, left_by?: string): PassedStep => ({
  step: { id, name: id, kind: "wait" },
  entered_at: "2026-03-02T09:00:00.000Z",
  left_by: left_by ?? null,
  did: [],
  event: { id: "evt_1", name: "wake", occurred_at: "2026-03-02T09:00:00.000Z" },
  text: "",
});

const passage = (steps: PassedStep[], ended_at: string | null = null): Passage => ({
  id: "enr_1",
  version: 1,
  steps,
  ended_at,
});

test("the wires that were taken are lit, and where the contact is", () => {
  const { steps, wires } = traceOf(
    passage([step("start", "next"), step("ask", "no"), step("rest")]),
  );
  expect([...wires]).toEqual(["start\nnext", "ask\nno"]);
  expect(markOf(steps.get("ask") ?? null)).toBe("passed");
  expect(markOf(steps.get("rest") ?? null)).toBe("here");
});

test("nobody is anywhere once the passage is over", () => {
  const { steps } = traceOf(
    passage([step("start", "next"), step("rest")], "2026-03-02T09:00:00.000Z"),
  );
  expect(markOf(steps.get("rest") ?? null)).toBe("passed");
});

test("a step in a loop knows every time that it was passed", () => {
  const trace = traceOf(passage([step("a", "next"), step("b", "next"), step("a")]));
  expect(trace.steps.get("a")?.places).toEqual([0, 2]);
  expect(placeOf(trace, "a", 0)).toBe(0);
  expect(placeOf(trace, "a", 1), "the place asked for is another step's").toBe(2);
  expect(placeOf(trace, "b", null)).toBe(1);
  expect(placeOf(trace, "elsewhere", 1)).toBeNull();
});
