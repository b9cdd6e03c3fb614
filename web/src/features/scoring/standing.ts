/** The rows that give a contact points, as the table has them. Pure. */
import type { Standing } from "./types";

type Row = Standing["rows"][number];

/** By group, in the order in which the groups come first. */
export function byGroup(rows: readonly Row[]): { group: string; rows: Row[] }[] {
  const found = new Map<string, Row[]>();
  for (const row of rows) found.set(row.group, [...(found.get(row.group) ?? []), row]);
  return [...found].map(([group, own]) => ({ group, rows: own }));
}
