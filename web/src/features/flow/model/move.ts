/** Moving a step, or a whole branch, to another place in the line. */
import { connected, type Refusal, refusal } from "./connect";
import type { FlowDocument, FlowEdge, NodeId, PortRef } from "./document";
import { branchOf, nodeOf, openEnds, wireAt, wiresTo } from "./graph";
import { isFailure, type Kinds, mainPort, portsOf, roleOf } from "./kinds";
import { freePlace, freeShift, STEP } from "./place";
import { removed } from "./remove";

export type MoveRefusal = Refusal | "into_itself" | "no_way_on";

export type Moved =
  | { readonly ok: true; readonly document: FlowDocument }
  | { readonly ok: false; readonly why: MoveRefusal };

const no = (why: MoveRefusal): Moved => ({ ok: false, why });

/** Takes one step out of the line, which heals, and puts it in at `spot`. */
export function stepMoved(document: FlowDocument, kinds: Kinds, id: NodeId, spot: PortRef): Moved {
  const node = nodeOf(document, id);
  if (!node) return no("no_step");
  if (roleOf(kinds, node) === "trigger") return no("to_trigger");
  const old = wireAt(document, spot);
  if (spot.from === id || old?.to === id) return no("into_itself");
  const ports = portsOf(document, kinds, node);
  const onward = mainPort(ports);
  if (old && onward === undefined) return no("no_way_on");
  const healed = removed(document, kinds, [id]);
  const target = wireAt(healed, spot)?.to;
  const sides = document.edges.filter((edge) => edge.from === id && edge.port !== onward);
  const before = nodeOf(healed, spot.from);
  const place = before && { x: before.position.x, y: before.position.y + STEP.y };
  const standing = { ...node, position: place ? freePlace(healed.nodes, place) : node.position };
  const loose = { ...healed, nodes: inOrder(document, [...healed.nodes, standing]) };
  const onwards = target && onward ? [{ from: id, port: onward, to: target }] : [];
  return wired(loose, kinds, [{ ...spot, to: id }, ...onwards, ...sides]);
}

/** Takes a step with all that only it leads to, and puts it in at `spot`. */
export function branchMoved(
  document: FlowDocument,
  kinds: Kinds,
  id: NodeId,
  spot: PortRef,
): Moved {
  const node = nodeOf(document, id);
  if (!node) return no("no_step");
  if (roleOf(kinds, node) === "trigger") return no("to_trigger");
  const branch = branchOf(document, kinds, id);
  if (branch.has(spot.from)) return no("into_itself");
  const cut = cutOff(document, id, branch);
  const target = wireAt(cut, spot)?.to;
  const end = openEnds(cut, kinds).find((port) => branch.has(port.from));
  if (target && !end) return no("no_way_on");
  const placed = besides(cut, branch, id, spot);
  const onwards = target && end ? [{ ...end, to: target }] : [];
  return wired(placed, kinds, [{ ...spot, to: id }, ...onwards]);
}

/** The branch loose: nothing leads into it, nothing of it leads back into the rest. */
function cutOff(document: FlowDocument, id: NodeId, branch: ReadonlySet<NodeId>): FlowDocument {
  const into = new Set(wiresTo(document, id).filter((edge) => !branch.has(edge.from)));
  const leaving = (edge: FlowEdge) => branch.has(edge.from) && !branch.has(edge.to);
  return { ...document, edges: document.edges.filter((e) => !into.has(e) && !leaving(e)) };
}

/** The branch's cards under the step that now leads to them. */
function besides(
  document: FlowDocument,
  branch: ReadonlySet<NodeId>,
  id: NodeId,
  spot: PortRef,
): FlowDocument {
  const [first, before] = [nodeOf(document, id), nodeOf(document, spot.from)];
  if (!first || !before) return document;
  const wanted = {
    x: before.position.x - first.position.x,
    y: before.position.y + STEP.y - first.position.y,
  };
  const group = document.nodes.filter((node) => branch.has(node.id));
  const rest = document.nodes.filter((node) => !branch.has(node.id));
  const by = freeShift(rest, group, wanted);
  const move = (position: { x: number; y: number }) => ({
    x: position.x + by.x,
    y: position.y + by.y,
  });
  return {
    ...document,
    nodes: document.nodes.map((node) =>
      branch.has(node.id) ? { ...node, position: move(node.position) } : node,
    ),
  };
}

function wired(document: FlowDocument, kinds: Kinds, wires: readonly FlowEdge[]): Moved {
  let result = document;
  for (const wire of wires) {
    const why = refusal(result, kinds, wire, { replace: true });
    if (why && why !== "already_there") return no(why);
    result = connected(result, wire);
  }
  return { ok: true, document: result };
}

/** A moved step keeps its place in the document, which is read by people and by diffs. */
function inOrder(document: FlowDocument, nodes: FlowDocument["nodes"]): FlowDocument["nodes"] {
  const place = new Map(document.nodes.map((node, index) => [node.id, index]));
  return [...nodes].sort((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** The two sides of a step change places. Null: it has no two sides. */
export function flipped(document: FlowDocument, kinds: Kinds, id: NodeId): FlowDocument | null {
  const node = nodeOf(document, id);
  const sides = node ? portsOf(document, kinds, node).filter((port) => !isFailure(port)) : [];
  const [one, other] = sides;
  if (sides.length !== 2 || one === undefined || other === undefined) return null;
  const swap: Record<string, string> = { [one]: other, [other]: one };
  const turn = (edge: FlowEdge) =>
    edge.from === id ? { ...edge, port: swap[edge.port] ?? edge.port } : edge;
  return { ...document, edges: document.edges.map(turn) };
}
