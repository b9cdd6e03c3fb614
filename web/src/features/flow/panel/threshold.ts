/** A threshold is a number of points or a class, never both. Pure. */
import type { Settings } from "../model/document";

export type Threshold = "points" | "class";

export const thresholdOf = (settings: Settings): Threshold =>
  settings.class != null ? "class" : "points";

/** The other kind of threshold, which is still to be chosen. */
export function turnedTo(to: Threshold, settings: Settings): Settings {
  if (to === thresholdOf(settings)) return settings;
  const { points: _, category: __, class: ___, ...rest } = settings;
  return to === "class" ? { ...rest, class: { model: "", class: "" } } : rest;
}
