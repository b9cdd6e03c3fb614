/** A threshold of points, and where it stands among bands of points. Pure. */
import { ascending } from "@/features/scoring/ladder";
import type { Model } from "@/features/scoring/types";
import type { Band } from "./types";

/** `of`: the class that begins there, `lead_scoring/hot`; without one, somebody chose the number. */
export type Threshold = { points: number; category?: string | undefined; of?: string | undefined };

type Known = Pick<Model, "name" | "classes" | "class_of"> & { id: string };

/** Where each class of each model begins. */
export function beginnings(models: readonly Known[]): (Threshold & { of: string; name: string })[] {
  return models.flatMap(({ id, name, classes, class_of }) =>
    ascending(classes).map((one) => ({
      of: `${id}/${one.id}`,
      name: `${one.name} (${name})`,
      points: one.from,
      category: class_of ?? undefined,
    })),
  );
}

/** The first to look at: the highest class of the first model that has any. */
export function hottest(models: readonly Known[]): Threshold {
  const model = models.find(({ classes }) => classes.length > 0);
  return beginnings(model ? [model] : []).at(-1) ?? { points: 50 };
}

/** How far along the bands, each one wide; an open band has no width to measure, so its middle is meant. */
export function alongBands(bands: readonly Band[], points: number): number {
  const at = bands.findIndex(({ to }) => to == null || points <= to);
  const band = bands[at];
  if (band === undefined) return bands.length;
  const { from, to } = band;
  if (from == null) return at + 0.5;
  if (points <= from) return at;
  return to == null ? at + 0.5 : at + (points - from) / (to - from + 1);
}

/** Whether all of a band lies below. */
export const isBelow = ({ to }: Band, points: number): boolean => to != null && to < points;
