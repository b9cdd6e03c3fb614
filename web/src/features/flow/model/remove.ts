/** Taking steps out. The line heals: who came before leads to who came after. */
import { connected, refusal } from "./connect";
import type { FlowDocument, FlowEdge, NodeId } from "./document";
import { nodeOf, onlyThrough, wireAt, wiresFrom } from "./graph";
import { type Kinds, portsOf } from "./kinds";

/**
 * The ports among which a person chooses before a step is deleted: the side that stays. Empty:
 * nothing to ask, because at most one side is wired.
 */
export function sidesToAskAbout(document: FlowDocument, kinds: Kinds, id: NodeId): string[] {
  const node = nodeOf(document, id);
  if (!node) return [];
  return portsOf(document, kinds, node).filter((port) => wireAt(document, { from: id, port }));
}

/**
 * The document without these steps. `keep` names the port whose side stays when a single step with
 * several sides goes; what only its other sides lead to goes with it.
 */
export function removed(
  document: FlowDocument,
  kinds: Kinds,
  ids: Iterable<NodeId>,
  keep?: string,
): FlowDocument {
  const gone = new Set(ids);
  const all = keep === undefined ? gone : withOtherSides(document, kinds, gone, keep);
  const rest: FlowDocument = {
    ...document,
    nodes: document.nodes.filter((node) => !all.has(node.id)),
    edges: document.edges.filter((edge) => !all.has(edge.from) && !all.has(edge.to)),
  };
  return document.edges
    .filter((edge) => !all.has(edge.from) && all.has(edge.to))
    .reduce<FlowDocument>((healing, edge) => {
      const to = successorOf(document, kinds, all, edge.to, keep);
      return to === null ? healing : healed(healing, kinds, { ...edge, to });
    }, rest);
}

/** A line that would now run in a circle without a wait is left open. */
function healed(document: FlowDocument, kinds: Kinds, wire: FlowEdge): FlowDocument {
  return refusal(document, kinds, wire) ? document : connected(document, wire);
}

function withOtherSides(
  document: FlowDocument,
  kinds: Kinds,
  gone: ReadonlySet<NodeId>,
  keep: string,
): Set<NodeId> {
  const others = [...gone].flatMap((id) =>
    wiresFrom(document, id).filter((wire) => wire.port !== keep),
  );
  return new Set([...gone, ...onlyThrough(document, kinds, others)]);
}

/** The first step after `id` that stays; null if the line ends there or runs in a circle. */
function successorOf(
  document: FlowDocument,
  kinds: Kinds,
  gone: ReadonlySet<NodeId>,
  id: NodeId,
  keep?: string,
): NodeId | null {
  const seen = new Set<NodeId>();
  for (let here = id; gone.has(here); ) {
    if (seen.has(here)) return null;
    seen.add(here);
    const node = nodeOf(document, here);
    const ports = node ? portsOf(document, kinds, node) : [];
    const wired = ports.filter((port) => wireAt(document, { from: here, port }));
    const port = keep !== undefined && wired.includes(keep) ? keep : wired[0];
    const next = port === undefined ? undefined : wireAt(document, { from: here, port });
    if (!next) return null;
    here = next.to;
    if (!gone.has(here)) return here;
  }
  return null;
}
