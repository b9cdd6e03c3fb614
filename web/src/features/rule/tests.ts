/** The tests of a property: which there are, and how one becomes another. Pure. */
import type { Test } from "./rule";
import { variant } from "./rule";
import { today } from "./value";

export const TESTS = [
  "is",
  "is_not",
  "is_any_of",
  "contains",
  "starts_with",
  "ends_with",
  "matches",
  "more_than",
  "at_least",
  "less_than",
  "at_most",
  "between",
  "before",
  "after",
  "exists",
] as const;
export type TestName = (typeof TESTS)[number];

export function nameOf(test: Test): TestName {
  const [name] = variant(test);
  return TESTS.find((known) => known === name) ?? "is";
}

const NUMERIC = ["more_than", "at_least", "less_than", "at_most"] as const;
const TEXTUAL = ["contains", "starts_with", "ends_with", "matches"] as const;

/** The same value under another test, as far as it means something there. */
export function changedTo(name: TestName, from: Test): Test {
  const [, value] = variant(from);
  const text = Array.isArray(value) ? String(value[0] ?? "") : isPlain(value) ? String(value) : "";
  const number = Number.isFinite(Number(text)) ? Number(text) : 0;
  if (TEXTUAL.some((known) => known === name)) return { [name]: text } as Test;
  if (NUMERIC.some((known) => known === name)) return { [name]: number } as Test;
  switch (name) {
    case "is":
    case "is_not":
      return { [name]: isPlain(value) && typeof value !== "boolean" ? value : text } as Test;
    case "is_any_of":
      return { is_any_of: text === "" ? [] : [text] };
    case "between":
      return { between: [number, number] } as Test;
    case "exists":
      return { exists: true };
    default:
      return { [name]: today() } as Test;
  }
}

function isPlain(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}
