/** How a contact stands to a model: which rows give points, and what others gave. Pure. */
import type { Standing } from "./types";

type Row = Standing["rows"][number];

/** By group, in the order in which the groups come first. */
export function byGroup(rows: readonly Row[]): { group: string; rows: Row[] }[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.group, [...(found.get(row.group) ?? []), row]);
  return [...found].map(([group, own]) => ({ group, rows: own }));
}

/** The classes look at the whole score: this much of it flows and people gave, and other models. */
export function otherPoints({ score, rows }: Standing, classOf: string | null | undefined): number {
  const counted = rows.filter(({ category }) => !classOf || category === classOf);
  return score - counted.reduce((sum, { points }) => sum + points, 0);
}
