/** The document as React Flow wants it. What did not change keeps its object and is not drawn again. */
import type { Edge, Node } from "@xyflow/react";
import { edgeKey } from "../model/change";
import type { FlowDocument, FlowEdge, FlowNode, PortRef } from "../model/document";
import { distances, openEnds } from "../model/graph";
import { type Kinds, portsOf, roleOf } from "../model/kinds";
import { CARD } from "../model/place";
import { type Speech, stepAloud, stepTitle } from "../words/words";

export type StepNode = Node<
  {
    readonly node: FlowNode;
    readonly ports: string;
    readonly open: string;
    /** How many steps after the start; null: no contact comes here. */
    readonly away: number | null;
  },
  "step"
>;
export type WireEdge = Edge<{ readonly wire: FlowEdge }, "wire">;

interface Picture {
  readonly document: FlowDocument;
  readonly kinds: Kinds;
  readonly speech: Speech;
  readonly selection: ReadonlySet<string>;
}

export function drawNodes(before: readonly StepNode[], picture: Picture): StepNode[] {
  const { document, kinds, speech, selection } = picture;
  const old = new Map(before.map((node) => [node.id, node]));
  const open = new Map<string, string[]>();
  for (const { from, port } of openEnds(document, kinds)) {
    open.set(from, [...(open.get(from) ?? []), port]);
  }
  const away = distances(document, kinds);
  return document.nodes.map((node) => {
    const was = old.get(node.id);
    const ends = (open.get(node.id) ?? []).join();
    const selected = selection.has(node.id);
    const far = away.get(node.id) ?? null;
    const same = was?.data.node === node && was.data.open === ends && was.data.away === far;
    if (same && was.ariaLabel !== undefined && (was.selected ?? false) === selected) return was;
    const ports = portsOf(document, kinds, node).join();
    return {
      ...was,
      id: node.id,
      type: "step",
      position: node.position,
      data: { node, ports, open: ends, away: far },
      selected,
      width: CARD.width,
      height: CARD.height,
      ariaLabel: stepAloud(speech, kinds, document, node, far),
      className: `role-${roleOf(kinds, node) ?? "action"}`,
    };
  });
}

export function drawEdges(
  before: readonly WireEdge[],
  { document, kinds, speech }: Picture,
  chosen: PortRef | null,
): WireEdge[] {
  const old = new Map(before.map((edge) => [edge.id, edge]));
  const titles = new Map(document.nodes.map((node) => [node.id, stepTitle(speech, kinds, node)]));
  return document.edges.map((wire) => {
    const id = edgeKey(wire);
    const was = old.get(id);
    const selected = chosen?.from === wire.from && chosen.port === wire.port;
    const from = titles.get(wire.from) ?? wire.from;
    const to = titles.get(wire.to) ?? wire.to;
    const ariaLabel = speech.t("aloud.wire", { from, to });
    if (was && (was.selected ?? false) === selected && was.ariaLabel === ariaLabel) return was;
    return {
      id,
      type: "wire",
      source: wire.from,
      sourceHandle: wire.port,
      target: wire.to,
      data: { wire },
      selected,
      ariaLabel,
      // It holds a button, so it is no mere picture.
      ariaRole: "group",
    };
  });
}
