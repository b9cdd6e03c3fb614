/** Taking back, copying, deleting, selecting. */
import { copied, duplicated } from "../../model/clipboard";
import { disconnected } from "../../model/connect";
import type { NodeId } from "../../model/document";
import { branchOf, downstream, upstream } from "../../model/graph";
import { removed, sidesToAskAbout } from "../../model/remove";
import { pasteText } from "../acts";
import {
  always,
  type Command,
  hasChosen,
  hasSelection,
  hasSteps,
  inGroup,
  isInLine,
  mod,
  type Stage,
} from "./command";

const { writing, reading } = inGroup("edit");

export const EDIT: readonly Command[] = [
  writing(
    "undo",
    [mod("KeyZ")],
    ({ editor }) => editor.state.history.done.length > 0,
    ({ editor }) => editor.undo(),
  ),
  writing(
    "redo",
    [mod("KeyZ", { shift: true }), mod("KeyY")],
    ({ editor }) => editor.state.history.undone.length > 0,
    ({ editor }) => editor.redo(),
  ),
  reading("copy", [mod("KeyC")], hasSelection, copy),
  writing("cut", [mod("KeyX")], hasSelection, cut),
  writing("paste", [mod("KeyV")], always, async ({ editor, clipboard, view }) =>
    pasteText(editor, await clipboard.read(), view.pointer()),
  ),
  writing("duplicate", [mod("KeyD")], hasSelection, (stage) =>
    duplicate(stage, stage.editor.state.selection),
  ),
  writing("duplicateBranch", [mod("KeyD", { shift: true })], hasChosen, (stage) =>
    duplicate(stage, chosenBranch(stage)),
  ),
  writing(
    "delete",
    [{ code: "Delete" }, { code: "Backspace" }],
    (stage) => hasSelection(stage) || stage.editor.state.wire !== null,
    remove,
  ),
  writing("deleteBranch", [{ code: "Delete", shift: true }], isInLine, (stage) =>
    removeAll(stage, chosenBranch(stage), "delete"),
  ),
  reading("selectAll", [mod("KeyA")], hasSteps, ({ editor }) =>
    editor.select(editor.state.document.nodes.map((node) => node.id)),
  ),
  reading("clearSelection", [{ code: "Escape" }], always, ({ editor }) => editor.select([])),
  reading(
    "selectDownstream",
    [{ code: "ArrowDown", alt: true, shift: true }],
    hasSelection,
    ({ editor }) => editor.select(downstream(editor.state.document, editor.state.selection)),
  ),
  reading(
    "selectUpstream",
    [{ code: "ArrowUp", alt: true, shift: true }],
    hasSelection,
    ({ editor }) => editor.select(upstream(editor.state.document, editor.state.selection)),
  ),
];

async function copy({ editor, clipboard }: Stage): Promise<void> {
  const { document, selection } = editor.state;
  await clipboard.write(copied(document, selection));
  editor.say("notice.copied", { count: selection.size });
}

async function cut(stage: Stage): Promise<void> {
  await copy(stage);
  removeAll(stage, stage.editor.state.selection, "cut");
}

/** A wire, or steps; of a step with several ways on, the side that stays is asked first. */
function remove(stage: Stage): void {
  const { editor } = stage;
  const { document, kinds, selection, wire } = editor.state;
  if (wire && selection.size === 0) {
    editor.change({ key: "disconnect" }, disconnected(document, wire));
    return;
  }
  const only = editor.chosen;
  const ports = only === undefined ? [] : sidesToAskAbout(document, kinds, only);
  if (only !== undefined && ports.length > 1) editor.open({ ask: "side", node: only, ports });
  else removeAll(stage, selection, "delete");
}

function removeAll({ editor }: Stage, ids: ReadonlySet<NodeId>, key: "cut" | "delete"): void {
  const { document, kinds } = editor.state;
  const name = { key, values: { count: ids.size } };
  editor.change(name, removed(document, kinds, ids), { select: [] });
}

function duplicate({ editor }: Stage, ids: ReadonlySet<NodeId>): void {
  const added = duplicated(editor.state.document, ids);
  const name = { key: "duplicate", values: { count: ids.size } };
  editor.change(name, added.document, { select: added.ids });
}

function chosenBranch({ editor }: Stage): ReadonlySet<NodeId> {
  const { document, kinds } = editor.state;
  return editor.chosen === undefined ? new Set() : branchOf(document, kinds, editor.chosen);
}
