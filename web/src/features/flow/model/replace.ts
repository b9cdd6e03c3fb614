/** Another kind of step in the place of one: its wires stay, and whatever of its settings fits. */
import { refusal } from "./connect";
import type { FlowDocument, FlowNode, NodeId, Settings } from "./document";
import { equal } from "./equal";
import { nodeOf, wiresFrom, wiresTo } from "./graph";
import { isFailure, type Kinds, type NodeKind, portsOf } from "./kinds";
import { type Field, fieldsOf, initialSettings, nameOf, resolved, typeOf } from "./schema";

export interface Replacement {
  readonly document: FlowDocument;
  /** The settings that the new step takes over, and those that it has no place for. */
  readonly kept: readonly string[];
  readonly lost: readonly string[];
  /** The ways on that the new step does not have. */
  readonly cut: readonly string[];
}

export type ReplaceRefusal =
  | "same_kind"
  | "to_trigger"
  | "begins_the_line"
  | "ends_the_line"
  | "loop_without_wait";

/** Why a kind cannot stand in the place of a step; null: it can. */
export function replaceRefusal(
  document: FlowDocument,
  kinds: Kinds,
  id: NodeId,
  kind: NodeKind,
): ReplaceRefusal | null {
  const node = nodeOf(document, id);
  if (node?.kind === kind.name) return "same_kind";
  const begins = node !== undefined && kinds.get(node.kind)?.role === "trigger";
  if (begins && kind.role !== "trigger") return "begins_the_line";
  if (kind.role === "trigger" && wiresTo(document, id).length > 0) return "to_trigger";
  if (kind.ports.length === 0 && wiresFrom(document, id).length > 0) return "ends_the_line";
  return runsInCircles(replaced(document, kinds, id, kind).document, kinds, id)
    ? "loop_without_wait"
    : null;
}

/** A wait that made a loop possible must not go out of it. */
function runsInCircles(document: FlowDocument, kinds: Kinds, id: NodeId): boolean {
  return wiresFrom(document, id).some((wire) => {
    const before = { ...document, edges: document.edges.filter((edge) => edge !== wire) };
    return refusal(before, kinds, wire) === "loop_without_wait";
  });
}

export function replaced(
  document: FlowDocument,
  kinds: Kinds,
  id: NodeId,
  kind: NodeKind,
): Replacement {
  const node = nodeOf(document, id);
  if (!node) return { document, kept: [], lost: [], cut: [] };
  const ports = portMap(portsOf(document, kinds, node), kind.ports);
  const wires = wiresFrom(document, id);
  const edges = document.edges.flatMap((edge) => {
    const port = edge.from === id ? ports.get(edge.port) : edge.port;
    return port === undefined ? [] : [port === edge.port ? edge : { ...edge, port }];
  });
  const { settings, kept, lost } = carriedOver(kinds.get(node.kind), kind, node.settings);
  const now: FlowNode = { ...node, kind: kind.name, version: kind.version, settings };
  return {
    document: {
      ...document,
      nodes: document.nodes.map((other) => (other === node ? now : other)),
      edges,
    },
    kept,
    lost,
    cut: wires.map((wire) => wire.port).filter((port) => !ports.has(port)),
  };
}

/** Ports of one name belong together; of the others the first to the first. */
function portMap(old: readonly string[], now: readonly string[]): ReadonlyMap<string, string> {
  const map = new Map(old.filter((port) => now.includes(port)).map((port) => [port, port]));
  const free = now.filter((port) => !isFailure(port) && !map.has(port));
  for (const port of old.filter((name) => !isFailure(name) && !map.has(name))) {
    const next = free.shift();
    if (next !== undefined) map.set(port, next);
  }
  return map;
}

/** A setting goes along if the new kind has one of the same name and sort. */
function carriedOver(old: NodeKind | undefined, now: NodeKind, settings: Settings) {
  const said = old ? fieldsOf(old.schema).filter((field) => isSaid(field, settings)) : [];
  const fits = (field: Field) =>
    fieldsOf(now.schema).some(
      (other) => other.name === field.name && old && sortOf(field, old) === sortOf(other, now),
    );
  const kept = said.filter(fits).map((field) => field.name);
  const taken = Object.fromEntries(kept.map((name) => [name, settings[name]]));
  return {
    settings: { ...initialSettings(now), ...taken },
    kept,
    lost: said.filter((field) => !fits(field)).map((field) => field.name),
  };
}

function isSaid({ name, schema }: Field, settings: Settings): boolean {
  const value = settings[name];
  return value !== undefined && value !== null && value !== "" && !equal(value, schema.default);
}

/** A shared type by its name, a plain value by its type; anything else only by all it consists of. */
function sortOf({ schema }: Field, kind: NodeKind): string {
  const plain = resolved(schema, kind.schema);
  const type = typeOf(plain);
  const isPlain = type !== undefined && type !== "object" && type !== "array" && !plain.enum;
  return nameOf(schema) ?? (isPlain ? type : JSON.stringify(plain));
}
