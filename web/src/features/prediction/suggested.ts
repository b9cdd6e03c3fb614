/** What was learned as rows of a scoring table: who they are in one group, what they did in another. Pure. */
import { freshId } from "@/features/scoring/edit";
import type { Group } from "@/features/scoring/types";
import type { SuggestedRow } from "./types";

/** In which category of points each kind goes. */
export const KINDS = ["fit", "engagement"] as const;
export type Kind = (typeof KINDS)[number];

export const kindOf = ({ feature }: SuggestedRow): Kind =>
  "property" in feature || "tag" in feature ? "fit" : "engagement";

/** Rows have no name of their own: each is called what it asks. */
export function groupsOf(rows: readonly SuggestedRow[], nameOf: (kind: Kind) => string): Group[] {
  return KINDS.map((category) => ({
    name: nameOf(category),
    category,
    rows: rows
      .filter((row) => kindOf(row) === category)
      .map(({ when, points }) => ({ id: freshId(), name: "", points, when: { while: when } })),
  })).filter(({ rows: own }) => own.length > 0);
}
