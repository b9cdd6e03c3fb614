/**
 * Two people changed one flow from the same base: can both have what they did?
 *
 * Edits that touch different things are put together. Where both touched one thing, nothing is
 * decided here: the pairs are named and a person chooses.
 */
import { apply, difference, type Edit } from "./change";
import type { FlowDocument, NodeId } from "./document";
import { equal } from "./equal";

export interface Conflict {
  readonly mine: Edit;
  readonly theirs: Edit;
}

export type Rebased =
  | { readonly ok: true; readonly document: FlowDocument; readonly theirs: readonly Edit[] }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

/** My edits since `base`, on top of theirs. */
export function rebase(base: FlowDocument, mine: FlowDocument, theirs: FlowDocument): Rebased {
  const my = difference(base, mine);
  const their = difference(base, theirs);
  const conflicts = conflictsBetween(my, their);
  if (conflicts.length > 0) return { ok: false, conflicts };
  return { ok: true, document: apply(theirs, my), theirs: their };
}

export function conflictsBetween(mine: readonly Edit[], theirs: readonly Edit[]): Conflict[] {
  return mine.flatMap((my) =>
    theirs.filter((their) => meet(my, their)).map((their) => ({ mine: my, theirs: their })),
  );
}

function meet(mine: Edit, theirs: Edit): boolean {
  if (removes(mine) && needs(theirs, mine.id)) return true;
  if (removes(theirs) && needs(mine, theirs.id)) return true;
  if (mine.what === "field" && theirs.what === "field") return sameField(mine, theirs);
  if (mine.what === "edge" && theirs.what === "edge") return samePort(mine, theirs);
  if (mine.what === "node" && theirs.what === "node") {
    return mine.id === theirs.id && !equal(mine.after, theirs.after);
  }
  return false;
}

type Of<What> = Extract<Edit, { what: What }>;

const removes = (edit: Edit): edit is Of<"node"> => edit.what === "node" && edit.after === null;

/** Where a step stands matters to nobody who deletes it, so a move alone needs nothing. */
function needs(edit: Edit, id: NodeId): boolean {
  if (edit.what === "field") return edit.node === id && edit.path !== "position";
  return edit.what === "edge" && edit.after && (edit.edge.from === id || edit.edge.to === id);
}

/** Two people who move one card want no question: the later place wins. */
function sameField(mine: Of<"field">, theirs: Of<"field">): boolean {
  if (mine.node !== theirs.node || mine.path !== theirs.path) return false;
  return mine.path !== "position" && !equal(mine.after, theirs.after);
}

function samePort(mine: Of<"edge">, theirs: Of<"edge">): boolean {
  const port = mine.edge.from === theirs.edge.from && mine.edge.port === theirs.edge.port;
  return port && mine.after && theirs.after && mine.edge.to !== theirs.edge.to;
}
