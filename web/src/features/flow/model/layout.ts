/** Arranging cards with dagre. Only when somebody asks for it; never by itself. */
import dagre from "@dagrejs/dagre";
import type { FlowDocument, FlowEdge, NodeId, Point } from "./document";
import type { Kinds } from "./kinds";
import { CARD, GAP, placed, plus, snapped } from "./place";
import { readingOrder } from "./reading";

export type Places = ReadonlyMap<NodeId, Point>;

/** The document with these steps (absent: all) in rows from top to bottom. */
export function arranged(
  document: FlowDocument,
  kinds: Kinds,
  ids: ReadonlySet<NodeId> = new Set(document.nodes.map((node) => node.id)),
): FlowDocument {
  return placed(document, arrangement(document, kinds, ids));
}

/** Where these steps would stand. */
export function arrangement(
  document: FlowDocument,
  kinds: Kinds,
  ids: ReadonlySet<NodeId>,
): Places {
  const places = inRows(document, kinds, ids);
  const shift = keepingTopLeft(document, places);
  return new Map([...places].map(([id, place]) => [id, snapped(plus(place, shift))]));
}

function inRows(document: FlowDocument, kinds: Kinds, ids: ReadonlySet<NodeId>): Places {
  const graph = new dagre.graphlib.Graph();
  graph.setGraph({ rankdir: "TB", nodesep: GAP.x, ranksep: GAP.y });
  graph.setDefaultEdgeLabel(() => ({}));
  const chosen = document.nodes.filter((node) => ids.has(node.id));
  const order = readingOrder(document, kinds, chosen);
  for (const { node } of order) graph.setNode(node.id, { ...CARD });
  for (const { node, wires } of order) {
    for (const { to } of wires) if (ids.has(to)) graph.setEdge(node.id, to);
  }
  dagre.layout(graph, { constraints: order.flatMap(({ wires }) => besideEachOther(graph, wires)) });
  return new Map(
    chosen.map(({ id }) => {
      const { x, y } = graph.node(id);
      return [id, { x: x - CARD.width / 2, y: y - CARD.height / 2 }];
    }),
  );
}

/** Keeps "yes" to the left of "no", which dagre would turn about as it likes. */
function besideEachOther(graph: { hasNode(id: string): boolean }, wires: readonly FlowEdge[]) {
  const sides = wires.map((wire) => wire.to).filter((id) => graph.hasNode(id));
  return sides.slice(1).map((right, index) => ({ left: sides[index] ?? right, right }));
}

/** What is arranged stays where it was on the whole, so that nobody has to look for it. */
function keepingTopLeft(document: FlowDocument, places: Places): Point {
  const before = document.nodes.filter((node) => places.has(node.id)).map((n) => n.position);
  const after = [...places.values()];
  const least = (points: Point[], axis: "x" | "y") => Math.min(...points.map((p) => p[axis]));
  if (after.length === 0) return { x: 0, y: 0 };
  return {
    x: least(before, "x") - least(after, "x"),
    y: least(before, "y") - least(after, "y"),
  };
}
