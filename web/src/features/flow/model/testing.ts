/**
 * Flows in one line for tests: `flow("t a b", "b:yes c", "b:no d")`. The first letter of a step
 * says its kind: t trigger, b branch, w wait, g goal, x exit, d deal (may fail), else an action.
 */
import { type FlowDocument, type FlowEdge, type FlowNode, readFlow } from "./document";
import { type Kinds, type NodeKind, type Role, readKinds } from "./kinds";
import { STEP } from "./place";

const kind = (name: string, role: Role, ports: string[]): NodeKind => ({
  name,
  role,
  ports,
  version: 1,
  title: name,
  summary: "",
  icon: "bolt",
  synonyms: [],
  schema: { type: "object" },
});

export const kinds: Kinds = readKinds([
  kind("t", "trigger", ["next"]),
  kind("b", "condition", ["yes", "no"]),
  kind("w", "wait", ["next"]),
  kind("g", "goal", ["next"]),
  kind("x", "exit", []),
  kind("d", "action", ["next", "failed"]),
  kind("a", "action", ["next"]),
]);

export const kindOf = (name: string): NodeKind => {
  const found = kinds.get(name);
  if (!found) throw new Error(`There is no kind ${name}.`);
  return found;
};

/** Each line is a chain of steps; `b:no` leaves that step through the port `no`. */
export function flow(...chains: string[]): FlowDocument {
  const nodes = new Map<string, FlowNode>();
  const edges: FlowEdge[] = [];
  chains.forEach((chain, column) => {
    const words = chain.split(" ").map((word) => word.split(":") as [string, string?]);
    words.forEach(([id, port], index) => {
      if (!nodes.has(id)) nodes.set(id, step(id, { x: column * STEP.x, y: nodes.size * STEP.y }));
      const next = words[index + 1];
      if (next) edges.push({ from: id, port: port ?? firstPort(id), to: next[0] });
    });
  });
  return {
    ...readFlow({ id: "flow", name: "Flow", nodes: [] }),
    nodes: [...nodes.values()],
    edges,
  };
}

export function step(id: string, position = { x: 0, y: 0 }, settings = {}): FlowNode {
  const name = kinds.has(id.charAt(0)) ? id.charAt(0) : "a";
  return { id, kind: name, version: 1, name: "", settings, position };
}

const firstPort = (id: string) => kinds.get(id.charAt(0))?.ports[0] ?? "next";

/** The wires as text, sorted: `b:no>d, t>a`. Loose steps stand alone. */
export function show(document: FlowDocument): string {
  const wires = document.edges.map(({ from, port, to }) =>
    port === firstPort(from) ? `${from}>${to}` : `${from}:${port}>${to}`,
  );
  const wired = new Set(document.edges.flatMap((edge) => [edge.from, edge.to]));
  const loose = document.nodes.map((node) => node.id).filter((id) => !wired.has(id));
  return [...wires, ...loose].sort().join(", ");
}
