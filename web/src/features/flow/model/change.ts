/**
 * What lies between two documents, as a list of edits that can be applied elsewhere.
 *
 * The one mechanism behind undo, saving beside a colleague and the diff of two versions. An edit
 * is small (one setting, one wire), so that two people who touch different things meet nowhere.
 * Applying never fails: an edit whose place is gone does nothing.
 */
import type { FlowDocument, FlowEdge, FlowNode, NodeId, Settings } from "./document";
import { equal } from "./equal";

/** A step came or went. `index` is its place in the document, which orders the triggers. */
export interface NodeEdit {
  readonly what: "node";
  readonly id: NodeId;
  readonly index: number;
  readonly before: FlowNode | null;
  readonly after: FlowNode | null;
}

/** A field of a step, or of the flow itself (`node` null). `path` is `name` or `settings.points`. */
export interface FieldEdit {
  readonly what: "field";
  readonly node: NodeId | null;
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/** A wire came or went. */
export interface EdgeEdit {
  readonly what: "edge";
  readonly edge: FlowEdge;
  readonly before: boolean;
  readonly after: boolean;
}

export type Edit = NodeEdit | FieldEdit | EdgeEdit;

export const edgeKey = (edge: FlowEdge) => `${edge.from}\n${edge.port}\n${edge.to}`;

const NODE_FIELDS = ["kind", "version", "name", "position"] as const;
const FLOW_FIELDS = ["name", "description", "reentry", "key", "exit_when", "ceiling"] as const;

/** All that has to be done to `before` to get `after`. */
export function difference(before: FlowDocument, after: FlowDocument): Edit[] {
  if (before === after) return [];
  return [
    ...flowEdits(before, after),
    ...nodeEdits(before.nodes, after.nodes),
    ...edgeEdits(before.edges, after.edges),
  ];
}

function flowEdits(before: FlowDocument, after: FlowDocument): FieldEdit[] {
  return FLOW_FIELDS.filter((path) => !equal(before[path], after[path])).map((path) => ({
    what: "field",
    node: null,
    path,
    before: before[path],
    after: after[path],
  }));
}

function nodeEdits(before: readonly FlowNode[], after: readonly FlowNode[]): Edit[] {
  const old = new Map(before.map((node, index) => [node.id, { node, index }]));
  const present = new Set(after.map((node) => node.id));
  const gone = before.flatMap((node, index): Edit[] =>
    present.has(node.id) ? [] : [{ what: "node", id: node.id, index, before: node, after: null }],
  );
  const kept = after.flatMap((node, index): Edit[] => {
    const was = old.get(node.id)?.node;
    if (!was) return [{ what: "node", id: node.id, index, before: null, after: node }];
    return was === node ? [] : fieldEdits(was, node);
  });
  return [...gone, ...kept];
}

function fieldEdits(before: FlowNode, after: FlowNode): FieldEdit[] {
  const edit = (path: string, was: unknown, is: unknown): FieldEdit[] =>
    equal(was, is) ? [] : [{ what: "field", node: after.id, path, before: was, after: is }];
  const settings = new Set([...Object.keys(before.settings), ...Object.keys(after.settings)]);
  return [
    ...NODE_FIELDS.flatMap((field) => edit(field, before[field], after[field])),
    ...[...settings].flatMap((name) =>
      edit(`settings.${name}`, before.settings[name], after.settings[name]),
    ),
  ];
}

function edgeEdits(before: readonly FlowEdge[], after: readonly FlowEdge[]): EdgeEdit[] {
  const old = new Set(before.map(edgeKey));
  const now = new Set(after.map(edgeKey));
  const gone = before.filter((edge) => !now.has(edgeKey(edge)));
  const come = after.filter((edge) => !old.has(edgeKey(edge)));
  return [
    ...gone.map((edge): EdgeEdit => ({ what: "edge", edge, before: true, after: false })),
    ...come.map((edge): EdgeEdit => ({ what: "edge", edge, before: false, after: true })),
  ];
}

/** The edits that take `edits` back. */
export function invert(edits: readonly Edit[]): Edit[] {
  const swap = (edit: Edit): Edit => ({ ...edit, before: edit.after, after: edit.before }) as Edit;
  return edits.map(swap).reverse();
}

/** The document after these edits. What has no place any more is left out. */
export function apply(document: FlowDocument, edits: readonly Edit[]): FlowDocument {
  if (edits.length === 0) return document;
  const nodes = applyNodes(document.nodes, edits);
  return { ...applyFlow(document, edits), nodes, edges: applyEdges(document.edges, nodes, edits) };
}

function applyFlow(document: FlowDocument, edits: readonly Edit[]): FlowDocument {
  const changed = edits.flatMap((edit): [string, unknown][] =>
    edit.what === "field" && edit.node === null ? [[edit.path, edit.after]] : [],
  );
  return { ...document, ...Object.fromEntries(changed) };
}

function applyNodes(nodes: readonly FlowNode[], edits: readonly Edit[]): FlowNode[] {
  const gone = new Set<NodeId>();
  const come: NodeEdit[] = [];
  const fields = new Map<NodeId, FieldEdit[]>();
  for (const edit of edits) {
    if (edit.what === "node") {
      if (edit.after) come.push(edit);
      else gone.add(edit.id);
    } else if (edit.what === "field" && edit.node !== null) {
      fields.set(edit.node, [...(fields.get(edit.node) ?? []), edit]);
    }
  }
  const result = nodes
    .filter((node) => !gone.has(node.id))
    .map((node) => (fields.get(node.id) ?? []).reduce(setField, node));
  const present = new Set(result.map((node) => node.id));
  for (const { index, after } of come.sort((a, b) => a.index - b.index)) {
    if (after && !present.has(after.id)) result.splice(Math.min(index, result.length), 0, after);
  }
  return result;
}

function setField(node: FlowNode, edit: FieldEdit): FlowNode {
  if (!edit.path.startsWith("settings.")) return { ...node, [edit.path]: edit.after };
  return { ...node, settings: withSetting(node.settings, edit.path.slice(9), edit.after) };
}

/** The settings with one of them changed; undefined takes it away. */
export function withSetting(settings: Settings, name: string, value: unknown): Settings {
  const { [name]: _, ...others } = settings;
  return value === undefined ? others : { ...settings, [name]: value };
}

function applyEdges(
  edges: readonly FlowEdge[],
  nodes: readonly FlowNode[],
  edits: readonly Edit[],
): FlowEdge[] {
  const gone = new Set<string>();
  const come: FlowEdge[] = [];
  for (const edit of edits) {
    if (edit.what !== "edge") continue;
    if (edit.after) come.push(edit.edge);
    else gone.add(edgeKey(edit.edge));
  }
  const present = new Set(nodes.map((node) => node.id));
  const hasEnds = (edge: FlowEdge) => present.has(edge.from) && present.has(edge.to);
  const result = edges.filter((edge) => !gone.has(edgeKey(edge)) && hasEnds(edge));
  // One wire per port: who came later does not take a port that is in use.
  const taken = new Set(result.map((edge) => `${edge.from}\n${edge.port}`));
  return [
    ...result,
    ...come.filter((edge) => hasEnds(edge) && !taken.has(`${edge.from}\n${edge.port}`)),
  ];
}
