/** Adding steps: on a wire, at an open end, in front of all, or loose on the canvas. */
import { connected } from "./connect";
import {
  type FlowDocument,
  type FlowNode,
  type NodeId,
  newNodeId,
  type Point,
  type PortRef,
  type Settings,
} from "./document";
import { downstream, nodeOf, wireAt } from "./graph";
import { isFailure, type Kinds, mainPort, type NodeKind, portsOf } from "./kinds";
import { CARD, freePlace, GAP, plus, STEP, shifted } from "./place";

/** A document with something new in it. */
export interface Added {
  readonly document: FlowDocument;
  readonly ids: readonly NodeId[];
}

/** Where a new step goes. */
export type Spot =
  | { readonly on: "canvas"; readonly at: Point }
  | { readonly on: "port"; readonly port: PortRef; readonly at?: Point };

/** Why a kind cannot stand at a spot; null: it can. */
export function spotRefusal(
  document: FlowDocument,
  kind: NodeKind,
  spot: Spot,
): "to_trigger" | "ends_the_line" | null {
  if (spot.on === "canvas") return null;
  if (kind.role === "trigger") return "to_trigger";
  return wireAt(document, spot.port) && kind.ports.length === 0 ? "ends_the_line" : null;
}

export function inserted(
  document: FlowDocument,
  kinds: Kinds,
  kind: NodeKind,
  spot: Spot,
  settings: Settings = {},
): Added {
  const make = (position: Point): FlowNode => ({
    id: newNodeId(document, kind.name),
    kind: kind.name,
    version: kind.version,
    name: "",
    settings,
    position,
  });
  if (spot.on === "canvas") {
    const node = make(freePlace(document.nodes, spot.at));
    return { document: { ...document, nodes: [...document.nodes, node] }, ids: [node.id] };
  }
  return insertedAt(document, kinds, kind, spot.port, make, spot.at);
}

function insertedAt(
  document: FlowDocument,
  kinds: Kinds,
  kind: NodeKind,
  port: PortRef,
  make: (position: Point) => FlowNode,
  at?: Point,
): Added {
  const wire = wireAt(document, port);
  const roomy = wire ? withRoom(document, wire.from, wire.to) : document;
  const node = make(freePlace(roomy.nodes, at ?? placeAfter(roomy, kinds, port)));
  const wired = connected({ ...roomy, nodes: [...roomy.nodes, node] }, { ...port, to: node.id });
  const onward = mainPort(kind.ports);
  const joined =
    wire && onward ? connected(wired, { from: node.id, port: onward, to: wire.to }) : wired;
  return { document: joined, ids: [node.id] };
}

/** Below the step before; of several ports the first to the left, the last to the right. */
function placeAfter(document: FlowDocument, kinds: Kinds, { from, port }: PortRef): Point {
  const before = nodeOf(document, from);
  if (!before) return { x: 0, y: 0 };
  const sides = portsOf(document, kinds, before).filter((name) => !isFailure(name));
  const middle = (sides.length - 1) / 2;
  const side = isFailure(port) ? middle + 1 : sides.indexOf(port) - middle;
  return plus(before.position, { x: side * STEP.x, y: STEP.y });
}

/** Moves what comes after down, if there is no room for a card between two steps. */
function withRoom(document: FlowDocument, from: NodeId, to: NodeId): FlowDocument {
  const [above, below] = [nodeOf(document, from), nodeOf(document, to)];
  if (!above || !below) return document;
  const missing = above.position.y + 2 * STEP.y - below.position.y;
  const isBelow = below.position.y >= above.position.y + CARD.height;
  if (missing <= 0 || missing > STEP.y + GAP.y || !isBelow) return document;
  const after = downstream(document, [to]);
  const moved = [...after].filter(
    (id) => (nodeOf(document, id)?.position.y ?? 0) >= below.position.y,
  );
  return shifted(document, new Set(moved), { x: 0, y: missing });
}
