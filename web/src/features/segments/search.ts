/** What a new segment begins with, as it stands in the address: who stands so to a flow. */
import { flowTest, type Rule, STANDINGS, type Standing } from "@/features/rule/rule";

export type NewSegmentSearch = { name?: string; flow?: string; is?: Standing; step?: string };

/** Takes what it knows; an old or mistyped link still opens the page. */
export function newSegmentSearch(raw: Record<string, unknown>): NewSegmentSearch {
  const text = (value: unknown) =>
    (typeof value === "string" || typeof value === "number") && value !== ""
      ? String(value)
      : undefined;
  return {
    name: text(raw.name),
    flow: text(raw.flow),
    is: STANDINGS.find((standing) => standing === raw.is),
    step: text(raw.step),
  };
}

export function firstRule({ flow, is, step }: NewSegmentSearch): Rule {
  if (flow === undefined || is === undefined) return { all: [] };
  return { flow: { flow, is: flowTest(is, step) } };
}
