/** What still has to be filled in before a model can be saved, and what it is saved as. Pure. */

import type { Speech } from "@/features/rule/phrases";
import { simplest } from "@/features/rule/rule";
import { isUnfinished } from "./criterion";
import { rowsOf } from "./edit";
import { ascending } from "./ladder";
import type { Criterion, Group, Model, Row } from "./types";
import { proposedName } from "./words";

/** What is missing: in which row, in which group, in which class, or a row altogether. */
export type Missing =
  | { in: "row"; id: string; what: "criterion" | "points" }
  | { in: "group"; at: number }
  | { in: "class"; at: number; what: "name" | "from" }
  | { in: "model"; what: "name" | "rows" };

export function missingOf(model: Model): Missing[] {
  const found: Missing[] = [];
  if (model.name.trim() === "") found.push({ in: "model", what: "name" });
  if (rowsOf(model).length === 0) found.push({ in: "model", what: "rows" });
  for (const [at, group] of model.groups.entries()) {
    if (group.name.trim() === "") found.push({ in: "group", at });
    for (const { id, when, points } of group.rows) {
      if (isUnfinished(when)) found.push({ in: "row", id, what: "criterion" });
      else if (points === 0) found.push({ in: "row", id, what: "points" });
    }
  }
  for (const [at, { name, from }] of model.classes.entries()) {
    if (name.trim() === "") found.push({ in: "class", at, what: "name" });
    const first = model.classes.findIndex((one) => one.from === from);
    if (first < at) found.push({ in: "class", at, what: "from" });
  }
  return found;
}

/** As the server stores it: every row has a name, rules are as short as they can be. */
export function finished(model: Model, speech: Speech): Model {
  return {
    ...model,
    name: model.name.trim(),
    groups: model.groups.map((group) => finishedGroup(group, speech)),
    classes: ascending(model.classes).map((one) => ({ ...one, name: one.name.trim() })),
  };
}

function finishedGroup({ category, at_most, ...group }: Group, speech: Speech): Group {
  return {
    ...group,
    name: group.name.trim(),
    ...(category?.trim() ? { category: category.trim() } : {}),
    ...(at_most ? { at_most } : {}),
    rows: group.rows.map((row) => finishedRow(row, speech)),
  };
}

function finishedRow({ name, when, ...row }: Row, speech: Speech): Row {
  return { ...row, name: name.trim() || proposedName(when, speech), when: shortest(when) };
}

function shortest(when: Criterion): Criterion {
  return "while" in when ? { while: simplest(when.while) } : when;
}

/** A row whose name is the proposed one has none of its own: it follows what is asked. */
export function withCriterion(row: Row, when: Criterion, speech: Speech): Partial<Row> {
  const own = row.name.trim() !== "" && row.name !== proposedName(row.when, speech);
  return own ? { when } : { when, name: "" };
}
