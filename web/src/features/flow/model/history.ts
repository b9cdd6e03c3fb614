/**
 * Undo and redo, with names: "Undo delete 3 steps".
 *
 * A step of history is the edits it made, not a picture of the document. So a colleague's work
 * that came in between stays when mine is taken back. Selection and view are not in here.
 */
import { apply, difference, type Edit, invert } from "./change";
import type { FlowDocument } from "./document";

/** What was done: a key of the translations, with its values. */
export interface Name {
  readonly key: string;
  readonly values?: Readonly<Record<string, string | number>>;
}

export interface Step {
  readonly name: Name;
  readonly edits: readonly Edit[];
  /** Steps of one burst (typing in one field) carry the same key and become one. */
  readonly burst?: string;
  readonly at: number;
}

export interface History {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
}

export interface Present {
  readonly document: FlowDocument;
  readonly history: History;
}

/** The longest pause within a burst of typing. */
export const BURST_MS = 1_500;
/** How far back one can go. */
export const STEPS_MAX = 500;

export const noHistory: History = { done: [], undone: [] };

/** Records that `present.document` became `after`. */
export function record(
  present: Present,
  after: FlowDocument,
  step: { name: Name; burst?: string; at: number },
): Present {
  const edits = difference(present.document, after);
  if (edits.length === 0) return present;
  const { done } = present.history;
  const last = done.at(-1);
  const merged = last && joins(last, step) ? mergedWith(present, last, after, step.at) : null;
  const next = merged
    ? [...done.slice(0, -1), ...(merged.edits.length > 0 ? [merged] : [])]
    : [...done, { ...step, edits }];
  return { document: after, history: { done: next.slice(-STEPS_MAX), undone: [] } };
}

function joins(last: Step, step: { burst?: string; at: number }): boolean {
  return step.burst !== undefined && last.burst === step.burst && step.at - last.at <= BURST_MS;
}

/** Typing a letter and taking it away again leaves nothing to undo. */
function mergedWith(present: Present, last: Step, after: FlowDocument, at: number): Step {
  const start = apply(present.document, invert(last.edits));
  return { ...last, edits: difference(start, after), at };
}

export function undo(present: Present): Present {
  const step = present.history.done.at(-1);
  if (!step) return present;
  const { done, undone } = present.history;
  return {
    document: apply(present.document, invert(step.edits)),
    history: { done: done.slice(0, -1), undone: [...undone, closed(step)] },
  };
}

export function redo(present: Present): Present {
  const step = present.history.undone.at(-1);
  if (!step) return present;
  const { done, undone } = present.history;
  return {
    document: apply(present.document, step.edits),
    history: { done: [...done, step], undone: undone.slice(0, -1) },
  };
}

/** What is typed after an undo is a step of its own. */
const closed = ({ burst: _, ...step }: Step): Step => step;
