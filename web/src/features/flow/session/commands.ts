/**
 * Everything a person can do to a flow, as values. Keyboard, toolbar, context menu, command palette
 * and tests call the same ones; what each is called, its keys and when it is possible is said once.
 */

import { copied, duplicated } from "../model/clipboard";
import { disconnected } from "../model/connect";
import type { NodeId } from "../model/document";
import { branchOf, downstream, nodeOf, openEnds, upstream } from "../model/graph";
import type { Spot } from "../model/insert";
import { isFailure, portsOf, roleOf } from "../model/kinds";
import { arranged } from "../model/layout";
import { flipped } from "../model/move";
import { GRID, plus } from "../model/place";
import { removed, sidesToAskAbout } from "../model/remove";
import { type Direction, neighbour } from "../model/walk";
import { pasteText } from "./acts";
import type { Editor } from "./editor";

/** What commands may ask of the drawing. */
export interface View {
  fit(ids?: readonly NodeId[]): void;
  zoom(to: "in" | "out" | 1): void;
  /** Moves the drawing just so far that a step is in sight. */
  reveal(id: NodeId): void;
  /** Where the pointer is on the canvas, in the document's pixels. */
  pointer(): { x: number; y: number } | undefined;
}

export interface Clipboard {
  write(text: string): Promise<void>;
  read(): Promise<string>;
}

export interface Stage {
  readonly editor: Editor;
  readonly view: View;
  readonly clipboard: Clipboard;
}

export interface Keys {
  /** `event.code`: the place on the keyboard, the same in every alphabet. */
  readonly code: string;
  readonly mod?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export type Group = "edit" | "build" | "go" | "view";

export interface Command {
  readonly id: string;
  readonly group: Group;
  readonly keys: readonly Keys[];
  /** Changes the flow: not for those who only read. */
  readonly writes: boolean;
  when(stage: Stage): boolean;
  perform(stage: Stage): void | Promise<void>;
}

const always = () => true;
const hasSelection = ({ editor }: Stage) => editor.state.selection.size > 0;
const hasChosen = ({ editor }: Stage) => editor.chosen !== undefined;
const hasSteps = ({ editor }: Stage) => editor.state.document.nodes.length > 0;

const chosenNode = ({ editor }: Stage) =>
  editor.chosen === undefined ? undefined : nodeOf(editor.state.document, editor.chosen);

/** The port that a following step would go to: the first open one, else the first. */
function nextPort(stage: Stage): string | undefined {
  const { document, kinds } = stage.editor.state;
  const node = chosenNode(stage);
  const open = openEnds(document, kinds).find((port) => port.from === node?.id);
  return open?.port ?? (node && portsOf(document, kinds, node)[0]);
}

/** Where a new step goes when nobody points: after the chosen one, else where the pointer is. */
export function nextSpot(stage: Stage): Spot {
  const [id, port] = [stage.editor.chosen, nextPort(stage)];
  if (id && port) return { on: "port", port: { from: id, port } };
  return { on: "canvas", at: stage.view.pointer() ?? { x: 0, y: 0 } };
}

async function copy({ editor, clipboard }: Stage): Promise<void> {
  const { document, selection } = editor.state;
  await clipboard.write(copied(document, selection));
  editor.say("notice.copied", { count: selection.size });
}

function remove({ editor }: Stage): void {
  const { document, kinds, selection, wire } = editor.state;
  if (wire && selection.size === 0) {
    editor.change({ key: "disconnect" }, disconnected(document, wire));
    return;
  }
  const only = editor.chosen;
  const ports = only === undefined ? [] : sidesToAskAbout(document, kinds, only);
  if (only !== undefined && ports.length > 1) {
    editor.open({ ask: "side", node: only, ports });
  } else {
    const after = removed(document, kinds, selection);
    editor.change({ key: "delete", values: { count: selection.size } }, after, { select: [] });
  }
}

function duplicate({ editor }: Stage, ids: ReadonlySet<NodeId>): void {
  const added = duplicated(editor.state.document, ids);
  const name = { key: "duplicate", values: { count: ids.size } };
  editor.change(name, added.document, { select: added.ids });
}

function walk({ editor, view }: Stage, direction: Direction): void {
  const { document, selection } = editor.state;
  const id = neighbour(document, [...selection].at(-1), direction);
  if (id === undefined) return;
  editor.select([id]);
  view.reveal(id);
}

function nudge({ editor }: Stage, direction: Direction): void {
  const { document, selection } = editor.state;
  const by = {
    up: { x: 0, y: -1 },
    down: { x: 0, y: 1 },
    left: { x: -1, y: 0 },
    right: { x: 1, y: 0 },
  }[direction];
  const shift = { x: by.x * GRID * 5, y: by.y * GRID * 5 };
  const nodes = document.nodes.map((node) =>
    selection.has(node.id) ? { ...node, position: plus(node.position, shift) } : node,
  );
  editor.change(
    { key: "move", values: { count: selection.size } },
    { ...document, nodes },
    { burst: "nudge" },
  );
}

function flip(stage: Stage): void {
  const { document, kinds } = stage.editor.state;
  const after = stage.editor.chosen && flipped(document, kinds, stage.editor.chosen);
  if (after) stage.editor.change({ key: "flip" }, after);
}

function canFlip(stage: Stage): boolean {
  const node = chosenNode(stage);
  const { document, kinds } = stage.editor.state;
  return !!node && portsOf(document, kinds, node).filter((port) => !isFailure(port)).length === 2;
}

function inLine(stage: Stage): boolean {
  const node = chosenNode(stage);
  return !!node && roleOf(stage.editor.state.kinds, node) !== "trigger";
}

const command = (
  id: string,
  group: Group,
  keys: readonly Keys[],
  when: Command["when"],
  perform: Command["perform"],
  writes = true,
): Command => ({ id, group, keys, when, perform, writes });

const reading = (
  id: string,
  group: Group,
  keys: readonly Keys[],
  when: Command["when"],
  perform: Command["perform"],
): Command => command(id, group, keys, when, perform, false);

const mod = (code: string, more: Partial<Keys> = {}): Keys => ({ code, mod: true, ...more });
const arrows = {
  up: "ArrowUp",
  down: "ArrowDown",
  left: "ArrowLeft",
  right: "ArrowRight",
} as const;
const directions = Object.keys(arrows) as Direction[];

export const COMMANDS: readonly Command[] = [
  command(
    "undo",
    "edit",
    [mod("KeyZ")],
    ({ editor }) => editor.state.history.done.length > 0,
    ({ editor }) => editor.undo(),
  ),
  command(
    "redo",
    "edit",
    [mod("KeyZ", { shift: true }), mod("KeyY")],
    ({ editor }) => editor.state.history.undone.length > 0,
    ({ editor }) => editor.redo(),
  ),
  reading("copy", "edit", [mod("KeyC")], hasSelection, copy),
  command("cut", "edit", [mod("KeyX")], hasSelection, async (stage) => {
    await copy(stage);
    const { document, kinds, selection } = stage.editor.state;
    const name = { key: "cut", values: { count: selection.size } };
    stage.editor.change(name, removed(document, kinds, selection), { select: [] });
  }),
  command("paste", "edit", [mod("KeyV")], always, async (stage) => {
    pasteText(stage.editor, await stage.clipboard.read(), stage.view.pointer());
  }),
  command("duplicate", "edit", [mod("KeyD")], hasSelection, (stage) =>
    duplicate(stage, stage.editor.state.selection),
  ),
  command("duplicateBranch", "edit", [mod("KeyD", { shift: true })], hasChosen, (stage) => {
    const { document, kinds } = stage.editor.state;
    if (stage.editor.chosen) duplicate(stage, branchOf(document, kinds, stage.editor.chosen));
  }),
  command(
    "delete",
    "edit",
    [{ code: "Delete" }, { code: "Backspace" }],
    (stage) => hasSelection(stage) || stage.editor.state.wire !== null,
    remove,
  ),
  command("deleteBranch", "edit", [{ code: "Delete", shift: true }], inLine, ({ editor }) => {
    const { document, kinds } = editor.state;
    if (!editor.chosen) return;
    const ids = branchOf(document, kinds, editor.chosen);
    editor.change({ key: "delete", values: { count: ids.size } }, removed(document, kinds, ids), {
      select: [],
    });
  }),
  reading("selectAll", "edit", [mod("KeyA")], hasSteps, ({ editor }) =>
    editor.select(editor.state.document.nodes.map((node) => node.id)),
  ),
  reading("clearSelection", "edit", [{ code: "Escape" }], always, ({ editor }) =>
    editor.select([]),
  ),
  reading(
    "selectDownstream",
    "edit",
    [{ code: "ArrowDown", alt: true, shift: true }],
    hasSelection,
    ({ editor }) => editor.select(downstream(editor.state.document, editor.state.selection)),
  ),
  reading(
    "selectUpstream",
    "edit",
    [{ code: "ArrowUp", alt: true, shift: true }],
    hasSelection,
    ({ editor }) => editor.select(upstream(editor.state.document, editor.state.selection)),
  ),

  command("addStep", "build", [{ code: "KeyA" }], always, (stage) =>
    stage.editor.open({ ask: "step", spot: nextSpot(stage) }),
  ),
  command(
    "connect",
    "build",
    [{ code: "KeyC" }],
    (stage) => nextPort(stage) !== undefined,
    (stage) => {
      const [id, port] = [stage.editor.chosen, nextPort(stage)];
      if (id && port) stage.editor.open({ ask: "connect", from: { from: id, port } });
    },
  ),
  command("moveStep", "build", [{ code: "KeyM" }], inLine, ({ editor }) => {
    if (editor.chosen) editor.open({ ask: "move", node: editor.chosen, branch: false });
  }),
  command("moveBranch", "build", [{ code: "KeyM", shift: true }], inLine, ({ editor }) => {
    if (editor.chosen) editor.open({ ask: "move", node: editor.chosen, branch: true });
  }),
  command("flip", "build", [{ code: "KeyX" }], canFlip, flip),
  command("rename", "build", [{ code: "F2" }], hasChosen, ({ editor }) => {
    if (editor.chosen) editor.show(editor.chosen, "name");
  }),
  reading("settings", "build", [{ code: "Enter" }], hasChosen, ({ editor }) => {
    if (editor.chosen) editor.show(editor.chosen, "settings");
  }),
  command("arrange", "build", [{ code: "KeyL", shift: true }], hasSteps, ({ editor, view }) => {
    const { document, kinds, selection } = editor.state;
    const some = selection.size > 1;
    editor.change({ key: "arrange" }, arranged(document, kinds, some ? selection : undefined));
    if (!some) view.fit();
  }),
  ...directions.map((direction) =>
    command(
      `nudge.${direction}`,
      "build",
      [{ code: arrows[direction], shift: true }],
      hasSelection,
      (stage) => nudge(stage, direction),
    ),
  ),

  ...directions.map((direction) =>
    reading(`walk.${direction}`, "go", [{ code: arrows[direction] }], hasSteps, (stage) =>
      walk(stage, direction),
    ),
  ),
  reading("whyNot", "go", [{ code: "KeyW" }], hasChosen, ({ editor }) => {
    if (editor.chosen) editor.open({ ask: "whose", node: editor.chosen });
  }),
  reading("start", "go", [{ code: "Home" }], hasSteps, (stage) => {
    const first = stage.editor.state.document.nodes[0];
    if (!first) return;
    stage.editor.select([first.id]);
    stage.view.reveal(first.id);
  }),
  reading("search", "go", [mod("KeyF"), { code: "Slash" }], hasSteps, ({ editor }) =>
    editor.open({ ask: "search" }),
  ),
  reading("problems", "go", [{ code: "KeyP" }], always, ({ editor }) =>
    editor.open({ ask: "problems" }),
  ),

  reading("fit", "view", [{ code: "Digit1" }], hasSteps, ({ view }) => view.fit()),
  reading("fitSelection", "view", [{ code: "Digit2" }], hasSelection, ({ editor, view }) =>
    view.fit([...editor.state.selection]),
  ),
  reading("actualSize", "view", [{ code: "Digit0" }], always, ({ view }) => view.zoom(1)),
  reading("zoomIn", "view", [{ code: "Equal" }, { code: "NumpadAdd" }], always, ({ view }) =>
    view.zoom("in"),
  ),
  reading("zoomOut", "view", [{ code: "Minus" }, { code: "NumpadSubtract" }], always, ({ view }) =>
    view.zoom("out"),
  ),
  reading("keys", "view", [{ code: "Slash", shift: true }], always, ({ editor }) =>
    editor.open({ ask: "keys" }),
  ),
];

export function commandOf(id: string): Command {
  const found = COMMANDS.find((command) => command.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}

export function isPossible(command: Command, stage: Stage): boolean {
  return (!command.writes || !stage.editor.state.readOnly) && command.when(stage);
}

type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** The command that these keys mean, whether or not it is possible now. */
export function commandFor(event: KeyPress): Command | undefined {
  const pressed = (keys: Keys) =>
    keys.code === event.code &&
    (keys.mod ?? false) === (event.ctrlKey || event.metaKey) &&
    (keys.shift ?? false) === event.shiftKey &&
    (keys.alt ?? false) === event.altKey;
  return COMMANDS.find((command) => command.keys.some(pressed));
}

/** Does it, if it is possible now. Says whether it was. */
export function perform(id: string, stage: Stage): boolean {
  const command = commandOf(id);
  if (!isPossible(command, stage)) return false;
  void command.perform(stage);
  return true;
}

const SIGNS: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: "Del",
  Backspace: "⌫",
  Escape: "Esc",
  Equal: "+",
  Minus: "−",
  Slash: "/",
  NumpadAdd: "+",
  NumpadSubtract: "−",
  Home: "Home",
};

/** How keys are printed: `Ctrl+Shift+Z`. */
export function printed(keys: Keys): string {
  if (keys.code === "Slash" && keys.shift) return "?";
  const sign = SIGNS[keys.code] ?? keys.code.replace(/^(Key|Digit)/, "");
  const held = [keys.mod && "Ctrl", keys.alt && "Alt", keys.shift && "Shift"].filter(Boolean);
  return [...held, sign].join("+");
}
