/** Adding, wiring and placing steps. */
import { nextPort } from "../../model/graph";
import type { Spot } from "../../model/insert";
import { isFailure, portsOf } from "../../model/kinds";
import { inColumn, inRow } from "../../model/line-up";
import { flipped } from "../../model/move";
import { GRID, placed, plus } from "../../model/place";
import type { Direction } from "../../model/walk";
import { arrangementOf } from "../arranging";
import {
  ARROWS,
  always,
  type Command,
  chosenNode,
  hasChosen,
  hasSelection,
  hasSeveral,
  hasSteps,
  inGroup,
  isInLine,
  type Stage,
} from "./command";

const { writing, reading } = inGroup("build");

export const BUILD: readonly Command[] = [
  writing("addStep", [{ code: "KeyA" }], always, (stage) =>
    stage.editor.open({ ask: "step", spot: nextSpot(stage) }),
  ),
  writing("connect", [{ code: "KeyC" }], (stage) => portOfChosen(stage) !== undefined, connect),
  writing("moveStep", [{ code: "KeyM" }], isInLine, (stage) => move(stage, false)),
  writing("moveBranch", [{ code: "KeyM", shift: true }], isInLine, (stage) => move(stage, true)),
  writing("replace", [{ code: "KeyR" }], hasChosen, ({ editor }) => {
    if (editor.chosen) editor.open({ ask: "replace", node: editor.chosen });
  }),
  writing("flip", [{ code: "KeyX" }], canFlip, flip),
  writing("rename", [{ code: "F2" }], hasChosen, (stage) => show(stage, "name")),
  reading("settings", [{ code: "Enter" }], hasChosen, (stage) => show(stage, "settings")),
  writing("column", [{ code: "KeyV", shift: true }], hasSeveral, (stage) =>
    lineUp(stage, inColumn),
  ),
  writing("row", [{ code: "KeyH", shift: true }], hasSeveral, (stage) => lineUp(stage, inRow)),
  writing("arrange", [{ code: "KeyL", shift: true }], hasSteps, arrange),
  ...(Object.keys(ARROWS) as Direction[]).map((direction) =>
    writing(
      `nudge.${direction}`,
      [{ code: ARROWS[direction], shift: true }],
      hasSelection,
      (stage) => nudge(stage, direction),
    ),
  ),
];

/** Where a new step goes when nobody points: after the chosen one, else where the pointer is. */
export function nextSpot(stage: Stage): Spot {
  const [id, port] = [stage.editor.chosen, portOfChosen(stage)];
  if (id && port) return { on: "port", port: { from: id, port } };
  return { on: "canvas", at: stage.view.pointer() ?? { x: 0, y: 0 } };
}

function portOfChosen({ editor }: Stage): string | undefined {
  const { document, kinds } = editor.state;
  return editor.chosen === undefined ? undefined : nextPort(document, kinds, editor.chosen);
}

function connect(stage: Stage): void {
  const [id, port] = [stage.editor.chosen, portOfChosen(stage)];
  if (id && port) stage.editor.open({ ask: "connect", from: { from: id, port } });
}

function move({ editor }: Stage, branch: boolean): void {
  if (editor.chosen) editor.open({ ask: "move", node: editor.chosen, branch });
}

function show({ editor }: Stage, field: "name" | "settings"): void {
  if (editor.chosen) editor.show(editor.chosen, field);
}

function canFlip(stage: Stage): boolean {
  const node = chosenNode(stage);
  const { document, kinds } = stage.editor.state;
  return !!node && portsOf(document, kinds, node).filter((port) => !isFailure(port)).length === 2;
}

function flip({ editor }: Stage): void {
  const { document, kinds } = editor.state;
  const after = editor.chosen && flipped(document, kinds, editor.chosen);
  if (after) editor.change({ key: "flip" }, after);
}

/** What was changed while the places were reckoned stays changed; a step that is gone stays gone. */
async function arrange({ editor, view }: Stage): Promise<void> {
  const { document, kinds, selection } = editor.state;
  const some = selection.size > 1;
  const all = document.nodes.map((node) => node.id);
  const places = await arrangementOf(document, kinds, some ? selection : new Set(all));
  editor.change({ key: "arrange" }, placed(editor.state.document, places));
  if (!some) view.fit();
}

function lineUp({ editor }: Stage, places: typeof inColumn): void {
  const { document, selection } = editor.state;
  editor.change({ key: "lineUp" }, placed(document, places(document, selection)));
}

const NUDGE = GRID * 5;
const WAYS: Record<Direction, { x: number; y: number }> = {
  up: { x: 0, y: -NUDGE },
  down: { x: 0, y: NUDGE },
  left: { x: -NUDGE, y: 0 },
  right: { x: NUDGE, y: 0 },
};

function nudge({ editor }: Stage, direction: Direction): void {
  const { document, selection } = editor.state;
  const nodes = document.nodes.map((node) =>
    selection.has(node.id) ? { ...node, position: plus(node.position, WAYS[direction]) } : node,
  );
  const name = { key: "move", values: { count: selection.size } };
  editor.change(name, { ...document, nodes }, { burst: "nudge" });
}
