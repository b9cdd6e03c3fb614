/** The classes of a model as a ladder: who stands where, and in which tone each is shown. Pure. */
import type { InClass, Model, ScoreClass } from "./types";

/** From cold to hot, as many as the style sheet has. */
const TONES = 6;

/** Spread over all tones, so that the first is always cold and the last always hot. */
export function toneOf(classes: readonly { id: string }[], id: string | null | undefined): number {
  const at = classes.findIndex((one) => one.id === id);
  if (at < 0) return -1;
  return classes.length < 2 ? TONES - 1 : Math.round((at / (classes.length - 1)) * (TONES - 1));
}

export type Step = { id: string | null; name: string | null; tone: number; contacts: number };

/** How many contacts stand on each step, from the lowest; below the first only if anybody is there. */
export function steps({
  classes,
  members,
}: Pick<Model, "classes"> & { members: InClass[] }): Step[] {
  const countOf = (id: string | null) =>
    members.find((one) => (one.class ?? null) === id)?.contacts ?? 0;
  const below = countOf(null);
  return [
    ...(below > 0 ? [{ id: null, name: null, tone: -1, contacts: below }] : []),
    ...classes.map(({ id, name }) => ({
      id,
      name,
      tone: toneOf(classes, id),
      contacts: countOf(id),
    })),
  ];
}

/** Ascending, as the server wants them; equal ones stay in their order. */
export function ascending(classes: readonly ScoreClass[]): ScoreClass[] {
  return classes.toSorted((one, other) => one.from - other.from);
}

/** All of them, and the former ones that are not among them any more. */
export function withFormer(classes: readonly ScoreClass[], former: readonly ScoreClass[]) {
  const gone = former.filter(({ id }) => !classes.some((one) => one.id === id));
  return ascending([...classes, ...gone]);
}

/** Where the next class could begin: as far above the last one as that is above the one before. */
export function nextFrom(classes: readonly ScoreClass[]): number {
  const [last, before] = ascending(classes).reverse();
  if (last === undefined) return 0;
  return last.from + Math.max(10, last.from - (before?.from ?? 0));
}
