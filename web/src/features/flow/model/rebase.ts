/**
 * Two people changed one flow from the same base: can both have what they did?
 *
 * Edits that touch different things are put together. Where both touched one thing, nothing is
 * decided here: the pairs are named and a person chooses.
 */
import { apply, difference, type Edit, invert } from "./change";
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

/** Both drafts in one, after a person chose for each conflict whose change stays. */
export function settled(
  base: FlowDocument,
  mine: FlowDocument,
  theirs: FlowDocument,
  { won, lost }: { won: readonly Conflict[]; lost: readonly Conflict[] },
): FlowDocument {
  const isLost = (edit: Edit) => lost.some((conflict) => equal(conflict.mine, edit));
  const kept = difference(base, mine).filter((edit) => !isLost(edit));
  const overruled = overruledBy(
    difference(base, theirs),
    won.map((conflict) => conflict.theirs),
  );
  return apply(apply(theirs, invert(overruled)), kept);
}

/**
 * Which of their edits go when these lose. When a deleted step comes back, so do the wires that
 * went with it, and the wire that healed the line makes room for them.
 */
function overruledBy(theirs: readonly Edit[], losers: readonly Edit[]): Edit[] {
  const back = new Set(
    losers.flatMap((edit) => (edit.what === "node" && edit.after === null ? [edit.id] : [])),
  );
  const wires = theirs.filter(
    (edit) => edit.what === "edge" && (back.has(edit.edge.from) || back.has(edit.edge.to)),
  );
  const ports = new Set(wires.map((edit) => (edit.what === "edge" ? portKey(edit.edge) : "")));
  return theirs.filter(
    (edit) =>
      losers.some((loser) => equal(loser, edit)) ||
      (edit.what === "edge" && (wires.includes(edit) || ports.has(portKey(edit.edge)))),
  );
}

const portKey = ({ from, port }: { from: string; port: string }) => `${from}\n${port}`;

function conflictsBetween(mine: readonly Edit[], theirs: readonly Edit[]): Conflict[] {
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
