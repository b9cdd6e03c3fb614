/** A flow as lines of a list: each step once, its sides indented, and where ways come together again. */
import type { FlowDocument, FlowNode, NodeId, PortRef } from "./document";
import { wireAt } from "./graph";
import { isFailure, type Kinds, portsOf } from "./kinds";
import { readingOrder } from "./reading";

interface Place {
  readonly key: string;
  readonly depth: number;
}

export type Line =
  | (Place & { readonly what: "step"; readonly node: FlowNode; readonly through: PortRef | null })
  | (Place & { readonly what: "goes_on"; readonly to: NodeId; readonly through: PortRef | null })
  | (Place & { readonly what: "open"; readonly through: PortRef });

export function outlined(document: FlowDocument, kinds: Kinds): Line[] {
  const byId = new Map(document.nodes.map((node) => [node.id, node]));
  const seen = new Set<NodeId>();
  const lines: Line[] = [];

  const follow = (from: FlowNode, port: string, depth: number, alone: boolean) => {
    const ref = { from: from.id, port };
    const through = alone ? null : ref;
    const to = wireAt(document, ref)?.to;
    const next = to === undefined ? undefined : byId.get(to);
    if (next) visit(next, depth, through, ref);
    else lines.push({ what: "open", key: `${from.id}:${port}`, depth, through: ref });
  };
  const visit = (node: FlowNode, depth: number, through: PortRef | null, ref: PortRef | null) => {
    if (seen.has(node.id)) {
      const key = `${ref?.from}:${ref?.port}>${node.id}`;
      lines.push({ what: "goes_on", key, depth, to: node.id, through });
      return;
    }
    seen.add(node.id);
    lines.push({ what: "step", key: node.id, depth, node, through });
    const ports = portsOf(document, kinds, node).filter(
      (port) => !isFailure(port) || wireAt(document, { from: node.id, port }),
    );
    for (const port of ports)
      follow(node, port, ports.length > 1 ? depth + 1 : depth, ports.length === 1);
  };

  for (const { node } of readingOrder(document, kinds))
    if (!seen.has(node.id)) visit(node, 0, null, null);
  return lines;
}
