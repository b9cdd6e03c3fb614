/**
 * Where new cards stand. A new step never lands on another one, and nothing that a person put
 * somewhere is moved to make room, except what comes after an inserted step.
 */
import type { FlowDocument, FlowNode, NodeId, Point } from "./document";

/** Size of a card and the distances between cards, in pixels at 100 %. */
export const CARD = { width: 240, height: 76 } as const;
export const GAP = { x: 40, y: 64 } as const;
export const STEP: Point = { x: CARD.width + GAP.x, y: CARD.height + GAP.y };
/** Cards snap to this. */
export const GRID = 4;

export const snapped = ({ x, y }: Point): Point => ({
  x: Math.round(x / GRID) * GRID,
  y: Math.round(y / GRID) * GRID,
});

export const plus = (a: Point, b: Point): Point => ({ x: a.x + b.x, y: a.y + b.y });

function overlap(a: Point, b: Point): boolean {
  const margin = GAP.x / 2;
  return Math.abs(a.x - b.x) < CARD.width + margin && Math.abs(a.y - b.y) < CARD.height + margin;
}

/** The free place nearest to `wanted`: the same row first, to the right, then further down. */
export function freePlace(nodes: readonly FlowNode[], wanted: Point): Point {
  const free = (place: Point) => !nodes.some((node) => overlap(node.position, place));
  const start = snapped(wanted);
  for (let ring = 0; ; ring += 1) {
    const places = ring === 0 ? [start] : ringAround(start, ring);
    const found = places.find(free);
    if (found) return found;
  }
}

function ringAround({ x, y }: Point, ring: number): Point[] {
  const sides = [ring, -ring].map((column) => ({ x: x + column * STEP.x, y }));
  return [...sides, { x, y: y + ring * STEP.y }];
}

/** A shift for a group of cards, so that none of them lands on a card that is there. */
export function freeShift(
  nodes: readonly FlowNode[],
  group: readonly FlowNode[],
  wanted: Point,
): Point {
  for (let tries = 0; ; tries += 1) {
    const shift = snapped(plus(wanted, { x: tries * GAP.x, y: tries * GAP.x }));
    const clear = group.every(
      (card) => !nodes.some((node) => overlap(node.position, plus(card.position, shift))),
    );
    if (clear) return shift;
  }
}

/** The document with these steps one row further down. */
export function shifted(document: FlowDocument, ids: ReadonlySet<NodeId>, by: Point): FlowDocument {
  const move = (node: FlowNode) =>
    ids.has(node.id) ? { ...node, position: plus(node.position, by) } : node;
  return { ...document, nodes: document.nodes.map(move) };
}

/** The document with each of these steps where it is told. */
export function placed(document: FlowDocument, places: ReadonlyMap<NodeId, Point>): FlowDocument {
  const move = (node: FlowNode) => {
    const position = places.get(node.id);
    return position ? { ...node, position } : node;
  };
  return { ...document, nodes: document.nodes.map(move) };
}
