import type { Point } from "../model/document";

/** The step whose card is at a point of the screen. */
export function stepAt({ x, y }: Point): string | undefined {
  const card = globalThis.document
    .elementFromPoint(x, y)
    ?.closest<HTMLElement>(".react-flow__node");
  return card?.dataset.id;
}
