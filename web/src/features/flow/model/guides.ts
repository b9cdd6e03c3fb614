/** A card that is dragged near the line of another one stands on that line, and the line is shown. */
import type { FlowDocument, FlowNode, NodeId, Point } from "./document";

/** A line through two cards: down at an x, or across at a y. It ends at their corners. */
export interface Guide {
  readonly along: "x" | "y";
  readonly at: number;
  readonly from: number;
  readonly to: number;
}

export interface Aligned {
  /** How far the dragged cards have to move to stand on the lines. */
  readonly shift: Point;
  readonly guides: readonly Guide[];
}

/** `reach`: how near counts as meant, in the document's pixels. */
export function aligned(
  document: FlowDocument,
  moving: ReadonlySet<NodeId>,
  card: Point,
  reach: number,
): Aligned {
  const others = document.nodes.filter((node) => !moving.has(node.id));
  const column = nearest(others, card, "x", reach);
  const row = nearest(others, card, "y", reach);
  const place = { x: column?.position.x ?? card.x, y: row?.position.y ?? card.y };
  return {
    shift: { x: place.x - card.x, y: place.y - card.y },
    guides: [
      ...(column ? [guide("x", place, column.position)] : []),
      ...(row ? [guide("y", place, row.position)] : []),
    ],
  };
}

/** Of the cards whose line is within reach: that with the nearest line, then the nearest itself. */
function nearest(
  cards: readonly FlowNode[],
  { x, y }: Point,
  axis: "x" | "y",
  reach: number,
): FlowNode | undefined {
  const off = ({ position }: FlowNode) => Math.abs(position[axis] - (axis === "x" ? x : y));
  const far = ({ position }: FlowNode) => Math.hypot(position.x - x, position.y - y);
  return cards
    .filter((card) => off(card) <= reach)
    .sort((a, b) => off(a) - off(b) || far(a) - far(b))[0];
}

function guide(along: "x" | "y", a: Point, b: Point): Guide {
  const [one, other] = along === "x" ? [a.y, b.y] : [a.x, b.x];
  return { along, at: a[along], from: Math.min(one, other), to: Math.max(one, other) };
}
