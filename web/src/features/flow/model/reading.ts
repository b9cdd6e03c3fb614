/** The order in which one reads a flow aloud. */
import type { FlowDocument, FlowEdge, FlowNode, NodeId } from "./document";
import { wiresFrom } from "./graph";
import { type Kinds, portsOf } from "./kinds";

export interface Reading {
  readonly node: FlowNode;
  readonly wires: readonly FlowEdge[];
}

/** From each first step along its ports in their order. */
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
