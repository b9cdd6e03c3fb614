/**
 * The flow document: the one model of the graph, in the shape that the API keeps.
 *
 * Nothing on the canvas is a second model of it: cards, open ends and "+" buttons are derived from
 * it when they are drawn. It is never changed in place, so that an old one can be compared with a
 * new one, and what did not change is not drawn again.
 */
import type { components } from "@/api/schema";

/** A flow as the server sends it, where what has a default may be missing. */
export type WireFlow = components["schemas"]["Flow"];
export type Reentry = NonNullable<WireFlow["reentry"]>;
export type EnrolmentKey = NonNullable<WireFlow["key"]>;
export type Ceiling = NonNullable<WireFlow["ceiling"]>;
export type Rule = components["schemas"]["Rule"];

export type NodeId = string;
export type Settings = Readonly<Record<string, unknown>>;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface FlowNode {
  readonly id: NodeId;
  readonly kind: string;
  readonly version: number;
  readonly name: string;
  readonly settings: Settings;
  readonly position: Point;
}

export interface FlowEdge {
  readonly from: NodeId;
  readonly port: string;
  readonly to: NodeId;
}

/** Each field that the server knows: one that is forgotten here would be lost with the next save. */
export interface FlowDocument extends Readonly<Record<keyof WireFlow, unknown>> {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly nodes: readonly FlowNode[];
  readonly edges: readonly FlowEdge[];
  readonly reentry: Reentry;
  readonly key: EnrolmentKey | null;
  readonly exit_when: Rule | null;
  readonly ceiling: Ceiling | null;
}

/** The place where a wire begins, or could. */
export interface PortRef {
  readonly from: NodeId;
  readonly port: string;
}

/** A flow from the server or a file, with every default filled in. */
export function readFlow(flow: WireFlow): FlowDocument {
  return {
    id: flow.id,
    name: flow.name,
    description: flow.description ?? "",
    nodes: flow.nodes.map((node) => ({
      id: node.id,
      kind: node.kind,
      version: node.version ?? 1,
      name: node.name ?? "",
      settings: (node.settings ?? {}) as Settings,
      position: node.position ?? { x: 0, y: 0 },
    })),
    edges: (flow.edges ?? []).map(({ from, port, to }) => ({ from, port: port ?? "next", to })),
    reentry: flow.reentry ?? "when_not_inside",
    key: flow.key ?? null,
    exit_when: flow.exit_when ?? null,
    ceiling: flow.ceiling ?? null,
  };
}

/** The flow as the server takes it. */
export function writeFlow(document: FlowDocument): WireFlow {
  const { key, exit_when, ceiling, ...rest } = document;
  return {
    ...rest,
    nodes: document.nodes.map((node) => ({ ...node, settings: { ...node.settings } })),
    edges: [...document.edges],
    ...(key ? { key } : {}),
    ...(exit_when ? { exit_when } : {}),
    ...(ceiling ? { ceiling } : {}),
  };
}

export function emptyFlow(id: string, name: string): FlowDocument {
  return readFlow({ id, name, nodes: [] });
}

/** A name that fits where the server wants an id: 1–60 of a–z, 0–9, `_`, `-`. */
export function idFrom(text: string, taken: (id: string) => boolean, otherwise = "flow"): string {
  const plain = text
    .normalize("NFKD")
    .toLowerCase()
    .replace(/\p{M}/gu, "")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50);
  const stem = plain || otherwise;
  let id = stem;
  for (let count = 2; taken(id); count += 1) id = `${stem}-${count}`;
  return id;
}

/** Ids for new steps: the kind's name, counted. */
export function newNodeId(document: FlowDocument, kind: string, reserved?: ReadonlySet<string>) {
  const used = new Set(document.nodes.map((node) => node.id));
  const stem = kind.slice(0, 50);
  let id = stem;
  for (let count = 2; used.has(id) || reserved?.has(id); count += 1) id = `${stem}_${count}`;
  return id;
}
