/** The kinds of values, and how one becomes another. Pure. */
import type { Value } from "./rule";

export const KINDS = ["text", "number", "yes_no", "time", "list"] as const;
export type ValueKind = (typeof KINDS)[number];

export function kindOf(value: Value): ValueKind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "yes_no";
  if (Array.isArray(value)) return "list";
  return typeof value === "object" ? "time" : "text";
}

/** The same value as another kind, as far as it means something there. */
export function as(kind: ValueKind, value: Value): Value {
  const text = Array.isArray(value) ? (value[0] ?? "") : typeof value === "object" ? "" : value;
  switch (kind) {
    case "number":
      return Number.isFinite(Number(text)) ? Number(text) : 0;
    case "yes_no":
      return true;
    case "time":
      return { time: today() };
    case "list":
      return text === "" ? [] : [String(text)];
    default:
      return typeof text === "boolean" ? "" : String(text);
  }
}

/** A list of numbers stays one while numbers are typed. */
export function listLike(
  before: readonly unknown[],
  typed: readonly string[],
): (string | number)[] {
  const numbers = before.length > 0 && before.every((one) => typeof one === "number");
  return numbers && typed.every((one) => one !== "" && Number.isFinite(Number(one)))
    ? typed.map(Number)
    : [...typed];
}

/** Midnight of UTC. */
export function today(now = Date.now()): number {
  return now - (now % 86_400_000);
}
