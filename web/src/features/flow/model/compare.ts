/** Two versions side by side: what to paint green, amber and red, and each field that changed. */
import { difference, edgeKey, type FieldEdit } from "./change";
import type { FlowDocument, FlowEdge, FlowNode, NodeId } from "./document";

export type Mark = "added" | "changed" | "removed" | "same";

export interface Comparison {
  /** Both versions in one drawing: what went is still there, marked. */
  readonly document: FlowDocument;
  readonly nodes: ReadonlyMap<NodeId, Mark>;
  readonly edges: ReadonlyMap<string, Mark>;
  /** By step; null: of the flow itself. A step that only moved is not in here. */
  readonly fields: ReadonlyMap<NodeId | null, readonly FieldEdit[]>;
  readonly added: readonly FlowNode[];
  readonly removed: readonly FlowNode[];
  readonly wires: { readonly added: number; readonly removed: number };
}

export function compared(before: FlowDocument, after: FlowDocument): Comparison {
  const nodes = new Map<NodeId, Mark>();
  const edges = new Map<string, Mark>();
  const fields = new Map<NodeId | null, FieldEdit[]>();
  const added: FlowNode[] = [];
  const removed: FlowNode[] = [];
  const lost: FlowEdge[] = [];
  for (const edit of difference(before, after)) {
    if (edit.what === "node") {
      nodes.set(edit.id, edit.after ? "added" : "removed");
      if (edit.after) added.push(edit.after);
      else if (edit.before) removed.push(edit.before);
    } else if (edit.what === "edge") {
      edges.set(edgeKey(edit.edge), edit.after ? "added" : "removed");
      if (!edit.after) lost.push(edit.edge);
    } else if (edit.path !== "position") {
      fields.set(edit.node, [...(fields.get(edit.node) ?? []), edit]);
      if (edit.node !== null) nodes.set(edit.node, "changed");
    }
  }
  const document = {
    ...after,
    nodes: [...after.nodes, ...removed],
    edges: [...after.edges, ...lost],
  };
  const come = [...edges.values()].filter((mark) => mark === "added").length;
  return {
    document,
    nodes,
    edges,
    fields,
    added,
    removed,
    wires: { added: come, removed: lost.length },
  };
}

export function isSame(comparison: Comparison): boolean {
  return comparison.nodes.size + comparison.edges.size + comparison.fields.size === 0;
}
