/** What a new model begins with: the printed table, or an empty one. */
import printed from "./templates/lead-scoring.json";
import type { Model, StoredModel } from "./types";

export const BEGINNINGS = ["table", "empty"] as const;
export type Beginning = (typeof BEGINNINGS)[number];

/** Says a name of the printed table in the reader's language; `id` is that of a row or class. */
type Translate = (key: string, options: { defaultValue: string }) => string;

export function printedTable(t: Translate): Model {
  const table = printed as Model;
  const said = (key: string, name: string) => t(`template.${key}`, { defaultValue: name });
  return {
    ...table,
    name: said("name", table.name),
    groups: table.groups.map((group, at) => ({
      ...group,
      name: said(`group${at + 1}`, group.name),
      rows: group.rows.map((row) => ({ ...row, name: said(row.id, row.name) })),
    })),
    classes: table.classes.map((one) => ({ ...one, name: said(one.id, one.name) })),
  };
}

export function emptyTable(t: Translate): Model {
  return {
    name: "",
    description: "",
    groups: [{ name: t("template.group", { defaultValue: "Rows" }), rows: [] }],
    classes: printedTable(t).classes,
  };
}

/** What of a stored model one edits. */
export function documentOf(stored: StoredModel): Model {
  const { name, description, groups, class_of, classes } = stored;
  return {
    name,
    description,
    groups,
    classes,
    ...(class_of ? { class_of } : {}),
  };
}
