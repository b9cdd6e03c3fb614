/**
 * What the editor does to a scoring model. Pure: every edit gives a new model. Rows are addressed by
 * their ids, groups by their place, for that is all they have.
 */
import { replaced, without } from "@/features/rule/rule";
import type { Group, Model, Row, ScoreClass } from "./types";

/** The place of a row: before the row that is at `at` of the group. */
export type Place = { group: number; at: number };

export const rowsOf = (model: Model): Row[] => model.groups.flatMap(({ rows }) => rows);

export function placeOf(model: Model, id: string): Place | undefined {
  for (const [group, { rows }] of model.groups.entries()) {
    const at = rows.findIndex((row) => row.id === id);
    if (at >= 0) return { group, at };
  }
  return undefined;
}

export function withGroup(model: Model, at: number, change: Partial<Group>): Model {
  const group = model.groups[at];
  if (group === undefined) return model;
  return { ...model, groups: replaced(model.groups, at, { ...group, ...change }) };
}

export function withRow(model: Model, id: string, change: Partial<Row>): Model {
  return onRows(model, (rows) => rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
}

export function withoutRow(model: Model, id: string): Model {
  return onRows(model, (rows) => rows.filter((row) => row.id !== id));
}

export function withNewRow(model: Model, row: Row, { group, at }: Place): Model {
  const rows = model.groups[group]?.rows ?? [];
  return withGroup(model, group, { rows: [...rows.slice(0, at), row, ...rows.slice(at)] });
}

/** Takes a row to another place, which is said as it is before the move. */
export function movedRow(model: Model, id: string, to: Place): Model {
  const from = placeOf(model, id);
  const row = from && model.groups[from.group]?.rows[from.at];
  if (!from || !row || model.groups[to.group] === undefined) return model;
  const shifted = from.group === to.group && from.at < to.at ? to.at - 1 : to.at;
  return withNewRow(withoutRow(model, id), row, { group: to.group, at: shifted });
}

/** One up or down; at the edge of its group into the next one. */
export function steppedRow(model: Model, id: string, by: -1 | 1): Model {
  const from = placeOf(model, id);
  if (!from) return model;
  const { group, at } = from;
  const last = (model.groups[group]?.rows.length ?? 0) - 1;
  if (by === -1 && at > 0) return movedRow(model, id, { group, at: at - 1 });
  if (by === 1 && at < last) return movedRow(model, id, { group, at: at + 2 });
  const beside = model.groups[group + by];
  return movedRow(model, id, { group: group + by, at: by === 1 ? 0 : (beside?.rows.length ?? 0) });
}

export function withNewGroup(model: Model, group: Group): Model {
  return { ...model, groups: [...model.groups, group] };
}

export function withoutGroup(model: Model, at: number): Model {
  return { ...model, groups: without(model.groups, at) };
}

export function steppedGroup(model: Model, at: number, by: -1 | 1): Model {
  const group = model.groups[at];
  const other = model.groups[at + by];
  if (!group || !other) return model;
  return { ...model, groups: replaced(replaced(model.groups, at, other), at + by, group) };
}

export function withClass(model: Model, at: number, change: Partial<ScoreClass>): Model {
  const one = model.classes[at];
  if (one === undefined) return model;
  return { ...model, classes: replaced(model.classes, at, { ...one, ...change }) };
}

/** An id that was never given before: what is said of a deleted row must not point to a new one. */
export function freshId(): string {
  return `r${crypto.randomUUID().slice(0, 8)}`;
}

function onRows(model: Model, change: (rows: Row[]) => Row[]): Model {
  return {
    ...model,
    groups: model.groups.map((group) => ({ ...group, rows: change(group.rows) })),
  };
}
