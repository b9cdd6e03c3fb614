/**
 * Which wires may be drawn. The server decides at publishing; these are the same rules earlier, so
 * that a wire is refused while it is in the hand, with the reason.
 */
import type { FlowDocument, FlowEdge, PortRef } from "./document";
import { downstream, nodeOf, wireAt } from "./graph";
import { type Kinds, portsOf, roleOf } from "./kinds";

export type Refusal =
  | "no_step"
  | "no_port"
  | "to_trigger"
  | "loop_without_wait"
  | "already_there"
  | "port_taken";

/** Why this wire cannot be; null: it can. A taken port is refused unless it may be replaced. */
export function refusal(
  document: FlowDocument,
  kinds: Kinds,
  wire: FlowEdge,
  options: { replace?: boolean } = {},
): Refusal | null {
  const from = nodeOf(document, wire.from);
  const to = nodeOf(document, wire.to);
  if (!from || !to) return "no_step";
  if (!portsOf(document, kinds, from).includes(wire.port)) return "no_port";
  if (roleOf(kinds, to) === "trigger") return "to_trigger";
  const taken = wireAt(document, wire);
  if (taken?.to === wire.to) return "already_there";
  if (closesLoop(document, kinds, wire)) return "loop_without_wait";
  return taken && !options.replace ? "port_taken" : null;
}

/** Whether the wire lets a contact come round to the same step without ever waiting. */
function closesLoop(document: FlowDocument, kinds: Kinds, wire: FlowEdge): boolean {
  const waits = new Set(
    document.nodes.filter((node) => roleOf(kinds, node) === "wait").map((node) => node.id),
  );
  if (waits.has(wire.from) || waits.has(wire.to)) return false;
  const replaced = wireAt(document, wire);
  const hurried = document.edges.filter(
    (edge) => !waits.has(edge.from) && !waits.has(edge.to) && edge !== replaced,
  );
  return downstream({ ...document, edges: hurried }, [wire.to]).has(wire.from);
}

/** The document with this wire; what left the same port before is taken away. */
export function connected(document: FlowDocument, wire: FlowEdge): FlowDocument {
  return { ...document, edges: [...without(document, wire), wire] };
}

/** The document where a wire leads from or to somewhere else; or why it cannot. */
export function reconnected(
  document: FlowDocument,
  kinds: Kinds,
  old: FlowEdge,
  wire: FlowEdge,
): FlowDocument | Refusal {
  const rest = disconnected(document, old);
  return refusal(rest, kinds, wire) ?? connected(rest, wire);
}

export function disconnected(document: FlowDocument, port: PortRef): FlowDocument {
  return { ...document, edges: without(document, port) };
}

function without(document: FlowDocument, { from, port }: PortRef): FlowEdge[] {
  return document.edges.filter((edge) => edge.from !== from || edge.port !== port);
}

/** The steps that a wire from this port may lead to, and why not the others. */
export function targets(document: FlowDocument, kinds: Kinds, { from, port }: PortRef) {
  return document.nodes
    .filter((node) => node.id !== from || roleOf(kinds, node) === "wait")
    .map((node) => ({
      node,
      refusal: refusal(document, kinds, { from, port, to: node.id }, { replace: true }),
    }));
}
