import { expect, test } from "vitest";
import type { Diagnostic } from "@/features/diagnostics/said";
import { located } from "./problems";
import { printedTable } from "./template";

const asked = printedTable((_, { defaultValue }) => defaultValue);
const one = (message: string, field?: string): Diagnostic =>
  ({ code: "x", severity: "error", message, help: "", field }) as Diagnostic;
const places = (...found: Diagnostic[]) =>
  located(found, asked).map(({ row, diagnostic }) => [row, diagnostic.message]);

test("what is wrong with a row is said of that row, without the name of the model", () => {
  expect(places(one("It is empty.", "groups.1.rows.2.when"))).toEqual([
    ["authority", "It is empty."],
  ]);
  expect(
    places(one("Scoring model “Lead scoring”: It is empty.", "groups.0.rows.0.when.while")),
  ).toEqual([["country", "It is empty."]]);
});

test("what is wrong elsewhere is of no row, and keeps its name", () => {
  const other = "Scoring model “Other”: It is empty.";
  const flow = "Flow “Hand-over”: There is no class.";
  expect(
    places(one(other, "groups.0.rows.0.when"), one(flow, "class"), one("No name.", "name")),
  ).toEqual([
    [undefined, other],
    [undefined, flow],
    [undefined, "No name."],
  ]);
  expect(places(one("Too many.", "groups.9.rows.9.points"))[0]?.[0]).toBeUndefined();
});
