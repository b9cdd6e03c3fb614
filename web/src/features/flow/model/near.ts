/** Where on the drawing a "+" stands, and which one the pointer is at. */
import type { FlowDocument, FlowNode, Point, PortRef } from "./document";
import { nodeOf, openEnds } from "./graph";
import { isFailure, type Kinds, portsOf } from "./kinds";
import { CARD } from "./place";

/** How near the pointer must be for a drop to count as meant, in pixels at 100 %. */
export const NEAR = 30;
/** From a card's lower edge to the "+" of an open end. */
export const STUB = 28;

/** Where along the lower edge of a card a port is, from 0 to 1. */
export function portShare(ports: readonly string[], port: string): number {
  if (isFailure(port)) return 0.88;
  const sides = ports.filter((name) => !isFailure(name));
  return (sides.indexOf(port) + 0.5) / sides.length;
}

export function portPoint(ports: readonly string[], node: FlowNode, port: string): Point {
  return {
    x: node.position.x + CARD.width * portShare(ports, port),
    y: node.position.y + CARD.height,
  };
}

const entryPoint = (node: FlowNode): Point => ({
  x: node.position.x + CARD.width / 2,
  y: node.position.y,
});

export interface Plus {
  readonly port: PortRef;
  readonly at: Point;
}

/** Asked for at every move of a dragging pointer, while the document stays the same. */
const known = new WeakMap<FlowDocument, readonly Plus[]>();

/** Every "+" of the document: one on each wire, one at each open end. */
export function pluses(document: FlowDocument, kinds: Kinds): Plus[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const onWires = document.edges.flatMap(({ from, port, to }): Plus[] => {
    const [start, end] = [byId.get(from), byId.get(to)];
    if (!start || !end) return [];
    const a = portPoint(portsOf(document, kinds, start), start, port);
    const b = entryPoint(end);
    return [{ port: { from, port }, at: { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 } }];
  });
  const atEnds = openEnds(document, kinds).flatMap((port): Plus[] => {
    const node = nodeOf(document, port.from);
    if (!node) return [];
    const { x, y } = portPoint(portsOf(document, kinds, node), node, port.port);
    return [{ port, at: { x, y: y + STUB } }];
  });
  return [...onWires, ...atEnds];
}

/** The "+" at a point of the canvas. */
export function plusNear(document: FlowDocument, kinds: Kinds, point: Point): PortRef | null {
  const away = ({ at }: Plus) => Math.hypot(at.x - point.x, at.y - point.y);
  const all = known.get(document) ?? pluses(document, kinds);
  known.set(document, all);
  const nearest = all.reduce<Plus | null>(
    (best, plus) => (best === null || away(plus) < away(best) ? plus : best),
    null,
  );
  return nearest && away(nearest) <= NEAR ? nearest.port : null;
}
