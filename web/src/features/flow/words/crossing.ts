/** Which threshold a score crosses, as a sentence. */
import { isRecord } from "../model/schema";
import { number } from "./values";
import type { Speech } from "./words";

/** `{"model": "lead_scoring", "class": "hot"}` → "Hot (Lead scoring)". */
export function classText({ names }: Speech, value: unknown): string {
  const { model, class: id } = isRecord(value) ? value : {};
  return typeof model === "string" && typeof id === "string" ? names.scoreClass(model, id) : "";
}

/** Undefined: it is not chosen yet. */
export function crossingText(
  speech: Speech,
  settings: Readonly<Record<string, unknown>>,
): string | undefined {
  const { points, category, direction, class: asked } = settings;
  const way = direction === "down" ? "down" : "up";
  const name = classText(speech, asked);
  if (name) return speech.t(`crossing.class.${way}`, { class: name });
  if (typeof points !== "number") return undefined;
  const values = { points: number(speech, points), category: String(category ?? "") };
  return speech.t(category ? `crossing.of.${way}` : `crossing.points.${way}`, values);
}
