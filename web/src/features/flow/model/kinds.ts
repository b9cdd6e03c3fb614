/**
 * What the canvas knows about kinds of steps: what the server's registry says, and nothing else.
 *
 * No kind is named in this folder. A new one appears in the palette, on the canvas and in the
 * panel because the registry serves its role, ports, texts and the schema of its settings.
 */
import type { FlowDocument, FlowNode } from "./document";

export type Role = "trigger" | "condition" | "wait" | "action" | "goal" | "exit";
export const ROLES: readonly Role[] = ["trigger", "condition", "wait", "action", "goal", "exit"];

export interface NodeKind {
  readonly name: string;
  readonly version: number;
  readonly role: Role;
  readonly title: string;
  readonly summary: string;
  /** The name of a Tabler icon: `calendar-x`. */
  readonly icon: string;
  /** Other words by which people look for it, in English. */
  readonly synonyms: readonly string[];
  readonly ports: readonly string[];
  readonly schema: Readonly<Record<string, unknown>>;
}

export type Kinds = ReadonlyMap<string, NodeKind>;

/** Until the registry has answered. */
export const NO_KINDS: Kinds = new Map();

const isRole = (role: string): role is Role => (ROLES as readonly string[]).includes(role);

export function readKinds(
  items: readonly (Omit<NodeKind, "role"> & { readonly role: string })[],
): Kinds {
  const known = items.map((item) => ({ ...item, role: isRole(item.role) ? item.role : "action" }));
  return new Map(known.map((kind) => [kind.name, kind as NodeKind]));
}

/** Ports of a step. Of a kind that this server does not know: those that are wired. */
export function portsOf(document: FlowDocument, kinds: Kinds, node: FlowNode): readonly string[] {
  const kind = kinds.get(node.kind);
  if (kind) return kind.ports;
  const wired = document.edges.filter((edge) => edge.from === node.id).map((edge) => edge.port);
  return [...new Set(wired)];
}

/** The port through which a step goes on when all is well; the others lead elsewhere. */
export function mainPort(ports: readonly string[]): string | undefined {
  return ports[0];
}

/** A port for what went wrong: it is wired on demand and is no open end. */
export const isFailure = (port: string) => port === "failed";

export function roleOf(kinds: Kinds, node: FlowNode | undefined): Role | undefined {
  return node && kinds.get(node.kind)?.role;
}
