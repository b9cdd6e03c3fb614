/** What the canvas and its dialogs do to the flow, each as one step of history. */
import { readFlowFile } from "../files/flow-file";
import { pasted, readPiece, unknownKinds } from "../model/clipboard";
import { connected, disconnected, reconnected, refusal } from "../model/connect";
import type { FlowDocument, FlowEdge, NodeId, Point, PortRef, Settings } from "../model/document";
import { nodeOf, wireAt, wiresTo } from "../model/graph";
import { inserted, type Spot } from "../model/insert";
import { mainPort, type NodeKind, portsOf } from "../model/kinds";
import { branchMoved, stepMoved } from "../model/move";
import { placed } from "../model/place";
import { removed } from "../model/remove";
import { replaced } from "../model/replace";
import { initialSettings } from "../model/schema";
import type { Editor } from "./editor";

/** Puts in a step of this kind; its settings begin with what the schema says. */
export function addStep(editor: Editor, kind: NodeKind, spot: Spot): NodeId | undefined {
  const { document, kinds } = editor.state;
  const added = inserted(document, kinds, kind, spot, initialSettings(kind));
  editor.change({ key: "add", values: { kind: kind.name } }, added.document, { select: added.ids });
  return added.ids[0];
}

/** Draws a wire, or says why not. A taken port asks what is meant. */
export function connect(editor: Editor, from: PortRef, to: NodeId, at?: Point): boolean {
  const { document, kinds } = editor.state;
  const why = refusal(document, kinds, { ...from, to });
  if (why === "port_taken") {
    editor.open({ ask: "taken", from, to, at: at ?? { x: 0, y: 0 } });
    return false;
  }
  if (why) {
    editor.say(`refusal.${why}`, {}, "refused", at);
    return false;
  }
  editor.change({ key: "connect" }, connected(document, { ...from, to }));
  return true;
}

/** Takes an end of a wire elsewhere, or says why not. */
export function reconnect(editor: Editor, old: FlowEdge, wire: FlowEdge, at: Point): void {
  const { document, kinds } = editor.state;
  const after = reconnected(document, kinds, old, wire);
  if (typeof after === "string") editor.say(`refusal.${after}`, {}, "refused", at);
  else editor.change({ key: "reconnect" }, after);
}

export function rewire(editor: Editor, from: PortRef, to: NodeId, at?: Point): void {
  const { document, kinds } = editor.state;
  const why = refusal(document, kinds, { ...from, to }, { replace: true });
  if (why) editor.say(`refusal.${why}`, {}, "refused", at);
  else editor.change({ key: "connect" }, connected(document, { ...from, to }));
}

/** Whether a step can be put between a port and what it leads to now. */
export function canGoInLine(editor: Editor, from: PortRef, to: NodeId): boolean {
  const { document, kinds } = editor.state;
  const node = nodeOf(document, to);
  const onward = node && mainPort(portsOf(document, kinds, node));
  const loose = wiresTo(document, to).length === 0;
  return (
    !!onward && loose && !wireAt(document, { from: to, port: onward }) && !!wireAt(document, from)
  );
}

export function goInLine(editor: Editor, from: PortRef, to: NodeId): void {
  const { document, kinds } = editor.state;
  const node = nodeOf(document, to);
  const [after, onward] = [
    wireAt(document, from),
    node && mainPort(portsOf(document, kinds, node)),
  ];
  if (!after || !onward) return;
  const first = connected(document, { ...from, to });
  editor.change({ key: "connect" }, connected(first, { from: to, port: onward, to: after.to }));
}

/** Moves a step in the line, or says why not. */
export function moveTo(
  editor: Editor,
  id: NodeId,
  spot: PortRef,
  branch: boolean,
  at?: Point,
): boolean {
  const { document, kinds } = editor.state;
  const moved = (branch ? branchMoved : stepMoved)(document, kinds, id, spot);
  if (moved.ok) editor.change({ key: "moveInLine" }, moved.document, { select: [id] });
  else editor.say(`refusal.${moved.why}`, {}, "refused", at);
  return moved.ok;
}

/** Puts a step of another kind in the place of one. */
export function replaceStep(editor: Editor, id: NodeId, kind: NodeKind): void {
  const { document, kinds } = editor.state;
  const { document: after } = replaced(document, kinds, id, kind);
  editor.change({ key: "replace" }, after, { select: [id] });
}

export function cutWire(editor: Editor, port: PortRef): void {
  editor.change({ key: "disconnect" }, disconnected(editor.state.document, port));
}

/** Deletes a step; `keep` is the side that stays. */
export function removeKeeping(editor: Editor, id: NodeId, keep: string | undefined): void {
  const { document, kinds } = editor.state;
  const after = removed(document, kinds, [id], keep);
  const count = document.nodes.length - after.nodes.length;
  editor.change({ key: "delete", values: { count } }, after, { select: [] });
}

export function setPositions(editor: Editor, places: ReadonlyMap<NodeId, Point>): void {
  const after = placed(editor.state.document, places);
  editor.change({ key: "move", values: { count: places.size } }, after);
}

export function rename(editor: Editor, id: NodeId, name: string): void {
  editNode(editor, id, { name }, "rename", `${id}.name`);
}

export function setSettings(editor: Editor, id: NodeId, settings: Settings, field: string): void {
  editNode(editor, id, { settings }, "settings", `${id}.${field}`);
}

function editNode(editor: Editor, id: NodeId, change: object, key: string, burst: string): void {
  const { document } = editor.state;
  const nodes = document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node));
  editor.change({ key }, { ...document, nodes }, { burst });
}

export function setFlow(editor: Editor, change: Partial<FlowDocument>): void {
  const burst = `flow.${Object.keys(change).join()}`;
  editor.change({ key: "flow" }, { ...editor.state.document, ...change }, { burst });
}

/** Takes another document's place as one step: a version restored, a draft discarded. */
export function restore(editor: Editor, key: string, document: FlowDocument): void {
  const { id } = editor.state.document;
  editor.change({ key }, { ...document, id }, { select: [] });
}

/** Steps go into the drawing; a whole flow, where there is nothing yet, is one of its own. */
export function pasteText(editor: Editor, text: string, at?: Point): void {
  const { document, kinds } = editor.state;
  if (document.nodes.length === 0 && readFlowFile(text)) {
    editor.open({ ask: "import", text });
    return;
  }
  const piece = readPiece(text);
  if (!piece) {
    editor.say("notice.nothingToPaste", {}, "refused");
    return;
  }
  const added = pasted(document, piece, at);
  const name = { key: "paste", values: { count: added.ids.length } };
  editor.change(name, added.document, { select: added.ids });
  const missing = unknownKinds(piece, kinds);
  if (missing.length > 0)
    editor.say("notice.unknownKinds", { kinds: missing.join(", ") }, "refused");
}
