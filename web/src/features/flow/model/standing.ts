/**
 * Who is listed at a step, as a rule can say it. A rule knows how somebody stands to a flow as a
 * whole, and at which step they wait; which way they took is no part of it. So a list of those who
 * went on or ended can be said only where the flow has one beginning, one goal or one end.
 */
import type { Schemas } from "@/api/client";
import type { FlowDocument, FlowNode, NodeId } from "./document";
import { nodeOf, wireAt, wiresFrom } from "./graph";
import { isFailure, type Kinds, portsOf, type Role, roleOf } from "./kinds";

/** Who is at the step, who went on from it (by this way), or whose passage ended there. */
export interface Listed {
  readonly node: NodeId;
  readonly port?: string | undefined;
  readonly which: "now" | "left" | "ended";
}

export function flowTestOf(
  document: FlowDocument,
  kinds: Kinds,
  { node, port, which }: Listed,
): Schemas["FlowTest"] | undefined {
  const step = nodeOf(document, node);
  if (step === undefined) return undefined;
  if (which === "now") return mayWait(document, kinds, step) ? { waits_at: node } : undefined;
  const oneOfSeveral = port !== undefined && portsOf(document, kinds, step).length > 1;
  if (which === "left" && oneOfSeveral) return undefined;
  if (isOnly(document, kinds, step, "goal")) return "reached_goal";
  if (which === "left") return isOnly(document, kinds, step, "trigger") ? "entered" : undefined;
  return isOnlyEnd(document, kinds, step) ? "finished" : undefined;
}

/** At a step that is a wait, or one whose failure is awaited because it leads somewhere. */
function mayWait(document: FlowDocument, kinds: Kinds, step: FlowNode): boolean {
  const failure = wiresFrom(document, step.id).some(({ port }) => isFailure(port));
  return failure || roleOf(kinds, step) === "wait";
}

function isOnly(document: FlowDocument, kinds: Kinds, step: FlowNode, role: Role): boolean {
  const all = document.nodes.filter((node) => roleOf(kinds, node) === role);
  return all.length === 1 && all[0] === step;
}

/** Whether all who come to the end of the flow do so here, and nobody is taken out of it here. */
function isOnlyEnd(document: FlowDocument, kinds: Kinds, step: FlowNode): boolean {
  const isOpen = (node: FlowNode) =>
    portsOf(document, kinds, node).some(
      (port) => !isFailure(port) && !wireAt(document, { from: node.id, port }),
    );
  const ends = document.nodes.filter(isOpen);
  const takenOut = document.exit_when !== null && mayWait(document, kinds, step);
  return ends.length === 1 && ends[0] === step && !takenOut;
}
