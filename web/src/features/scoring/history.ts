/**
 * Undo and redo, as pictures of the whole. A model is small, and nobody else writes into the draft of
 * one person, so there is nothing that a picture could take along by mistake. Pure.
 */

export type History<T> = {
  readonly past: readonly T[];
  readonly present: T;
  readonly future: readonly T[];
  /** What the last change was a part of, and when: typing in one field is one step. */
  readonly burst?: string | undefined;
  readonly at: number;
};

/** The longest pause within a burst of typing. */
const BURST_MS = 1_500;
/** How far back one can go. */
const STEPS_MAX = 200;

export const begun = <T>(present: T): History<T> => ({ past: [], present, future: [], at: 0 });

export function recorded<T>(history: History<T>, next: T, at: number, burst?: string): History<T> {
  if (next === history.present) return history;
  const joins = burst !== undefined && burst === history.burst && at - history.at <= BURST_MS;
  const past = joins ? history.past : [...history.past, history.present].slice(-STEPS_MAX);
  return { past, present: next, future: [], burst, at };
}

export function undone<T>({ past, present, future }: History<T>): History<T> {
  const before = past.at(-1);
  if (before === undefined) return { past, present, future, at: 0 };
  return { past: past.slice(0, -1), present: before, future: [present, ...future], at: 0 };
}

export function redone<T>({ past, present, future }: History<T>): History<T> {
  const [next, ...rest] = future;
  if (next === undefined) return { past, present, future, at: 0 };
  return { past: [...past, present], present: next, future: rest, at: 0 };
}
