import { expect, test } from "vitest";
import { firstRule, newSegmentSearch } from "./search";

test("an address says how people stand to a flow", () => {
  const search = newSegmentSearch({ name: "Stuck", flow: "nurture", is: "waits_at", step: "hold" });
  expect(search.name).toBe("Stuck");
  expect(firstRule(search)).toEqual({ flow: { flow: "nurture", is: { waits_at: "hold" } } });
  expect(firstRule({ flow: "nurture", is: "finished" })).toEqual({
    flow: { flow: "nurture", is: "finished" },
  });
});

test("a mistyped address asks about nobody in particular", () => {
  expect(firstRule(newSegmentSearch({}))).toEqual({ all: [] });
  expect(firstRule(newSegmentSearch({ flow: "nurture", is: "outside" }))).toEqual({ all: [] });
  expect(firstRule(newSegmentSearch({ flow: { not: "a text" }, is: "inside" }))).toEqual({
    all: [],
  });
});

test("a step that is missing is still to be chosen", () => {
  expect(firstRule(newSegmentSearch({ flow: "7", is: "waits_at" }))).toEqual({
    flow: { flow: "7", is: { waits_at: "" } },
  });
});
