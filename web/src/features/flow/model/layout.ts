/** Arranging cards with dagre. Only when somebody asks for it; never by itself. */
import dagre from "@dagrejs/dagre";
import type { FlowDocument, FlowEdge, FlowNode, NodeId, Point } from "./document";
import { wiresFrom } from "./graph";
import { type Kinds, portsOf } from "./kinds";
import { CARD, GAP, plus, snapped } from "./place";

/** The document with these steps (absent: all) in rows from top to bottom. */
export function arranged(
  document: FlowDocument,
  kinds: Kinds,
  ids: ReadonlySet<NodeId> = new Set(document.nodes.map((node) => node.id)),
): FlowDocument {
  const places = placesOf(document, kinds, ids);
  const shift = keepingTopLeft(document, places);
  const nodes = document.nodes.map((node) => {
    const place = places.get(node.id);
    return place ? { ...node, position: snapped(plus(place, shift)) } : node;
  });
  return { ...document, nodes };
}

function placesOf(document: FlowDocument, kinds: Kinds, ids: ReadonlySet<NodeId>) {
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

interface Reading {
  readonly node: FlowNode;
  readonly wires: readonly FlowEdge[];
}

/** Keeps "yes" to the left of "no", which dagre would turn about as it likes. */
function besideEachOther(graph: { hasNode(id: string): boolean }, wires: readonly FlowEdge[]) {
  const sides = wires.map((wire) => wire.to).filter((id) => graph.hasNode(id));
  return sides.slice(1).map((right, index) => ({ left: sides[index] ?? right, right }));
}

/** From each first step along its ports in their order: how one reads a flow aloud. */
export function readingOrder(
  document: FlowDocument,
  kinds: Kinds,
  nodes: readonly FlowNode[] = document.nodes,
): Reading[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const led = new Set(document.edges.filter((e) => byId.has(e.from)).map((edge) => edge.to));
  const first = nodes.filter((node) => !led.has(node.id));
  const found = new Map<NodeId, Reading>();
  const open = [...first, ...nodes].reverse();
  for (let node = open.pop(); node; node = open.pop()) {
    if (found.has(node.id)) continue;
    const wires = wiresInOrder(document, kinds, node);
    found.set(node.id, { node, wires });
    for (const { to } of [...wires].reverse()) {
      const next = byId.get(to);
      if (next) open.push(next);
    }
  }
  return [...found.values()];
}

function wiresInOrder(document: FlowDocument, kinds: Kinds, node: FlowNode): FlowEdge[] {
  const ports = portsOf(document, kinds, node);
  return wiresFrom(document, node.id).sort((a, b) => ports.indexOf(a.port) - ports.indexOf(b.port));
}

/** What is arranged stays where it was on the whole, so that nobody has to look for it. */
function keepingTopLeft(document: FlowDocument, places: ReadonlyMap<NodeId, Point>): Point {
  const before = document.nodes.filter((node) => places.has(node.id)).map((n) => n.position);
  const after = [...places.values()];
  const least = (points: Point[], axis: "x" | "y") => Math.min(...points.map((p) => p[axis]));
  if (after.length === 0) return { x: 0, y: 0 };
  return {
    x: least(before, "x") - least(after, "x"),
    y: least(before, "y") - least(after, "y"),
  };
}
