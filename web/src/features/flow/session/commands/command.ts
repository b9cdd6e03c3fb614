/** What a command is, what it may touch, and the few questions that many commands ask first. */
import type { FlowNode, NodeId, Point } from "../../model/document";
import { nodeOf } from "../../model/graph";
import { roleOf } from "../../model/kinds";
import type { Editor } from "../editor";

/** What commands may ask of the drawing. */
export interface Reveal {
  /** Near enough to read it. */
  readonly readable?: boolean;
  /** The focus stays where it is: on what one steps along with. */
  readonly keepFocus?: boolean;
}

export interface View {
  fit(ids?: readonly NodeId[]): void;
  /** Shows all because a mode wants it so: no place that anybody chose to look from. */
  fitForNow(): void;
  zoom(to: "in" | "out" | 1): void;
  /** Moves the drawing just so far that a step is in sight, and puts the focus on it. */
  reveal(id: NodeId, options?: Reveal): void;
  /** Where the pointer is on the canvas, in the document's pixels. */
  pointer(): Point | undefined;
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

type Rest = [keys: readonly Keys[], when: Command["when"], perform: Command["perform"]];

/** The commands of one group: those that change the flow, and those that only look. */
export const inGroup = (group: Group) => ({
  writing: (id: string, ...[keys, when, perform]: Rest): Command => ({
    id,
    group,
    keys,
    when,
    perform,
    writes: true,
  }),
  reading: (id: string, ...[keys, when, perform]: Rest): Command => ({
    id,
    group,
    keys,
    when,
    perform,
    writes: false,
  }),
});

export const mod = (code: string, more: Partial<Keys> = {}): Keys => ({ code, mod: true, ...more });

export const ARROWS = {
  up: "ArrowUp",
  down: "ArrowDown",
  left: "ArrowLeft",
  right: "ArrowRight",
} as const;

export const always = () => true;
export const hasSteps = ({ editor }: Stage) => editor.state.document.nodes.length > 0;
export const hasSelection = ({ editor }: Stage) => editor.state.selection.size > 0;
export const hasSeveral = ({ editor }: Stage) => editor.state.selection.size > 1;
export const hasChosen = ({ editor }: Stage) => editor.chosen !== undefined;

export function chosenNode({ editor }: Stage): FlowNode | undefined {
  return editor.chosen === undefined ? undefined : nodeOf(editor.state.document, editor.chosen);
}

/** A step that something can lead to. */
export function isInLine(stage: Stage): boolean {
  const node = chosenNode(stage);
  return !!node && roleOf(stage.editor.state.kinds, node) !== "trigger";
}
