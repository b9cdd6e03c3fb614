/** How a contact stands to a model: which rows give points, and what others gave. Pure. */
import type { Model, Standing } from "./types";

type Row = Standing["rows"][number];

/** By group, in the order of the table; without a table, in that in which they are told. */
export function byGroup(
  rows: readonly Row[],
  table: Pick<Model, "groups"> = { groups: [] },
): { group: string; rows: Row[] }[] {
  const order = table.groups.flatMap((group) => group.rows.map(({ id }) => id));
  const sorted = rows.toSorted((one, other) => order.indexOf(one.row) - order.indexOf(other.row));
  const found = new Map<string, Row[]>();
  for (const row of sorted) found.set(row.group, [...(found.get(row.group) ?? []), row]);
  return [...found].map(([group, own]) => ({ group, rows: own }));
}

/** The classes look at the whole score: this much of it flows and people gave, and other models. */
export function otherPoints({ score, rows }: Standing, classOf: string | null | undefined): number {
  const counted = rows.filter(({ category }) => !classOf || category === classOf);
  return score - counted.reduce((sum, { points }) => sum + points, 0);
}
