/** Questions about the wires of a document. Answers only; nothing is changed here. */
import type { FlowDocument, FlowEdge, FlowNode, NodeId, PortRef } from "./document";
import { isFailure, type Kinds, portsOf, roleOf } from "./kinds";

export const nodeOf = (document: FlowDocument, id: NodeId): FlowNode | undefined =>
  document.nodes.find((node) => node.id === id);

export const wiresFrom = (document: FlowDocument, id: NodeId): FlowEdge[] =>
  document.edges.filter((edge) => edge.from === id);

export const wiresTo = (document: FlowDocument, id: NodeId): FlowEdge[] =>
  document.edges.filter((edge) => edge.to === id);

export const wireAt = (document: FlowDocument, { from, port }: PortRef): FlowEdge | undefined =>
  document.edges.find((edge) => edge.from === from && edge.port === port);

/** Everything that comes after these steps, they themselves included. */
export function downstream(document: FlowDocument, starts: Iterable<NodeId>): Set<NodeId> {
  return walk(document.edges, starts, (edge) => [edge.from, edge.to]);
}

/** Everything that leads to these steps, they themselves included. */
export function upstream(document: FlowDocument, starts: Iterable<NodeId>): Set<NodeId> {
  return walk(document.edges, starts, (edge) => [edge.to, edge.from]);
}

function walk(
  edges: readonly FlowEdge[],
  starts: Iterable<NodeId>,
  ends: (edge: FlowEdge) => [NodeId, NodeId],
): Set<NodeId> {
  const next = new Map<NodeId, NodeId[]>();
  for (const edge of edges) {
    const [here, there] = ends(edge);
    next.set(here, [...(next.get(here) ?? []), there]);
  }
  const seen = new Set(starts);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const other of next.get(id) ?? []) {
      if (!seen.has(other)) {
        seen.add(other);
        open.push(other);
      }
    }
  }
  return seen;
}

/** The steps that contacts reach only through one of these wires. */
export function onlyThrough(
  document: FlowDocument,
  kinds: Kinds,
  wires: readonly FlowEdge[],
): Set<NodeId> {
  const cut = { ...document, edges: document.edges.filter((edge) => !wires.includes(edge)) };
  const behind = downstream(
    document,
    wires.map((wire) => wire.to),
  );
  const ends = new Set(wires.map((wire) => wire.from));
  // A step that nobody comes to at all is kept alive by its own first step.
  const roots = document.nodes
    .filter((node) => {
      const role = roleOf(kinds, node);
      return role === "trigger" || role === "goal" || !behind.has(node.id) || ends.has(node.id);
    })
    .map((node) => node.id);
  const kept = downstream(cut, roots);
  return new Set([...behind].filter((id) => !kept.has(id)));
}

/** A step with all that only it leads to: what a marketer calls "this branch". */
export function branchOf(document: FlowDocument, kinds: Kinds, id: NodeId): Set<NodeId> {
  return new Set([id, ...onlyThrough(document, kinds, wiresFrom(document, id))]);
}

/** Ports where something could come next. A port for failures is wired on demand. */
export function openEnds(document: FlowDocument, kinds: Kinds): PortRef[] {
  const wired = new Set(document.edges.map((edge) => `${edge.from}\n${edge.port}`));
  return document.nodes.flatMap((node) =>
    portsOf(document, kinds, node)
      .filter((port) => !isFailure(port) && !wired.has(`${node.id}\n${port}`))
      .map((port) => ({ from: node.id, port })),
  );
}

/** The port to which a following step would go: the first open one, else the first. */
export function nextPort(document: FlowDocument, kinds: Kinds, id: NodeId): string | undefined {
  const node = nodeOf(document, id);
  const open = openEnds(document, kinds).find((port) => port.from === id);
  return open?.port ?? (node && portsOf(document, kinds, node)[0]);
}

/** How many wires each step is away from the nearest trigger or goal. */
export function distances(document: FlowDocument, kinds: Kinds): Map<NodeId, number> {
  const starts = document.nodes.filter((node) =>
    ["trigger", "goal"].includes(roleOf(kinds, node) ?? ""),
  );
  const next = new Map<NodeId, NodeId[]>();
  for (const { from, to } of document.edges) next.set(from, [...(next.get(from) ?? []), to]);
  const found = new Map<NodeId, number>(starts.map((node) => [node.id, 0]));
  // A map is walked in the order in which it grows: the nearest first.
  for (const [id, steps] of found) {
    for (const to of next.get(id) ?? []) if (!found.has(to)) found.set(to, steps + 1);
  }
  return found;
}
