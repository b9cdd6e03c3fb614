/**
 * Steps as text: copied, pasted across flows and tabs, duplicated, dropped as a file.
 *
 * The text is plain JSON, so that it can be kept, sent and read by people. Wires between copied
 * steps come along, wires to others do not.
 */
import {
  type FlowDocument,
  type FlowEdge,
  type FlowNode,
  type NodeId,
  newNodeId,
  type Point,
  readFlow,
  type WireFlow,
} from "./document";
import type { Added } from "./insert";
import type { Kinds } from "./kinds";
import { freeShift, GAP, plus } from "./place";

export interface Piece {
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
}

export function pieceOf(document: FlowDocument, ids: ReadonlySet<NodeId>): Piece {
  return {
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter((edge) => ids.has(edge.from) && ids.has(edge.to)),
  };
}

export const copied = (document: FlowDocument, ids: ReadonlySet<NodeId>): string =>
  JSON.stringify({ runnel: "steps", ...pieceOf(document, ids) }, null, 2);

/** What a pasted text or dropped file holds: copied steps, a flow, or a flow file. */
export function readPiece(text: string): Piece | null {
  const found = parsed(text);
  const flow = isRecord(found) && isRecord(found.flow) ? found.flow : found;
  if (!isRecord(flow) || !Array.isArray(flow.nodes) || !flow.nodes.every(isNode)) return null;
  const edges = Array.isArray(flow.edges) ? flow.edges.filter(isEdge) : [];
  const { nodes, edges: wires } = readFlow({
    id: "pasted",
    name: "",
    nodes: flow.nodes as WireFlow["nodes"],
    edges: edges as WireFlow["edges"],
  });
  return nodes.length > 0 ? { nodes, edges: wires } : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isNode = (value: unknown) =>
  isRecord(value) &&
  typeof value.id === "string" &&
  typeof value.kind === "string" &&
  (value.settings === undefined || value.settings === null || isRecord(value.settings)) &&
  (value.position === undefined || isPoint(value.position));

const isPoint = (value: unknown) =>
  isRecord(value) && Number.isFinite(value.x) && Number.isFinite(value.y);

const isEdge = (value: unknown) =>
  isRecord(value) && typeof value.from === "string" && typeof value.to === "string";

/** The kinds in a piece that this server does not have. */
export function unknownKinds(piece: Piece, kinds: Kinds): string[] {
  return [...new Set(piece.nodes.map((node) => node.kind))].filter((name) => !kinds.has(name));
}

/** The document with the piece in it, its top left corner at `at`, under new ids. */
export function pasted(document: FlowDocument, piece: Piece, at?: Point): Added {
  const left = Math.min(...piece.nodes.map((node) => node.position.x));
  const top = Math.min(...piece.nodes.map((node) => node.position.y));
  const wanted = at ? { x: at.x - left, y: at.y - top } : { x: GAP.x, y: GAP.x };
  const shift = freeShift(document.nodes, piece.nodes, wanted);
  const ids = renamed(document, piece);
  const nodes = piece.nodes.map((node) => ({
    ...node,
    id: ids.get(node.id) ?? node.id,
    position: plus(node.position, shift),
  }));
  const edges = piece.edges.flatMap(({ from, port, to }): FlowEdge[] => {
    const [start, end] = [ids.get(from), ids.get(to)];
    return start && end ? [{ from: start, port, to: end }] : [];
  });
  return {
    document: {
      ...document,
      nodes: [...document.nodes, ...nodes],
      edges: [...document.edges, ...edges],
    },
    ids: nodes.map((node) => node.id),
  };
}

function renamed(document: FlowDocument, piece: Piece): Map<NodeId, NodeId> {
  const taken = new Set<string>();
  const ids = new Map<NodeId, NodeId>();
  for (const node of piece.nodes) {
    const id = newNodeId(document, node.kind, taken);
    taken.add(id);
    ids.set(node.id, id);
  }
  return ids;
}

export const duplicated = (document: FlowDocument, ids: ReadonlySet<NodeId>): Added =>
  pasted(document, pieceOf(document, ids));
