/** Moving about in the flow: along the wires, to the start, to what one looks for. */
import { type Direction, neighbour } from "../../model/walk";
import {
  ARROWS,
  always,
  type Command,
  hasChosen,
  hasSteps,
  inGroup,
  mod,
  type Stage,
} from "./command";

const { reading } = inGroup("go");

export const GO: readonly Command[] = [
  ...(Object.keys(ARROWS) as Direction[]).map((direction) =>
    reading(`walk.${direction}`, [{ code: ARROWS[direction] }], hasSteps, (stage) =>
      walk(stage, direction),
    ),
  ),
  reading("whyNot", [{ code: "KeyW" }], hasChosen, ({ editor }) => {
    if (editor.chosen) editor.open({ ask: "whose", node: editor.chosen });
  }),
  reading("start", [{ code: "Home" }], hasSteps, ({ editor, view }) => {
    const first = editor.state.document.nodes[0];
    if (!first) return;
    editor.select([first.id]);
    view.reveal(first.id);
  }),
  reading("search", [mod("KeyF"), { code: "Slash" }], hasSteps, ({ editor }) =>
    editor.open({ ask: "search" }),
  ),
  reading("copyLink", [], hasChosen, async ({ editor, clipboard }) => {
    // The chosen step stands in the address.
    await clipboard.write(globalThis.location.href);
    editor.say("notice.linkCopied", {}, "told");
  }),
  reading("problems", [{ code: "KeyP" }], always, ({ editor }) => editor.open({ ask: "problems" })),
];

function walk({ editor, view }: Stage, direction: Direction): void {
  const { document, selection } = editor.state;
  const id = neighbour(document, [...selection].at(-1), direction);
  if (id === undefined) return;
  editor.select([id]);
  view.reveal(id);
}
