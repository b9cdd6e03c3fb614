/** Chosen cards in one line, below or beside each other: in the order in which they stand. */
import type { FlowDocument, NodeId, Point } from "./document";
import { STEP } from "./place";

type Places = ReadonlyMap<NodeId, Point>;

/** Below each other, where the topmost stands; whoever would lie on another moves on. */
export const inColumn = (document: FlowDocument, ids: ReadonlySet<NodeId>): Places =>
  inLine(document, ids, "y", "x");

/** Beside each other, where the leftmost stands. */
export const inRow = (document: FlowDocument, ids: ReadonlySet<NodeId>): Places =>
  inLine(document, ids, "x", "y");

function inLine(
  document: FlowDocument,
  ids: ReadonlySet<NodeId>,
  along: "x" | "y",
  across: "x" | "y",
): Places {
  const cards = document.nodes.filter((node) => ids.has(node.id));
  const sorted = cards.sort((a, b) => a.position[along] - b.position[along]);
  const places = new Map<NodeId, Point>();
  let free = Number.NEGATIVE_INFINITY;
  for (const { id, position } of sorted) {
    const at = Math.max(position[along], free);
    free = at + STEP[along];
    const line = sorted[0]?.position[across] ?? position[across];
    places.set(id, along === "y" ? { x: line, y: at } : { x: at, y: line });
  }
  return places;
}
