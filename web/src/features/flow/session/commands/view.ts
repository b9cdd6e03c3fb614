/** How near one looks. None of it is part of the document. */
import { prefer, preferences } from "../preferences";
import { always, type Command, hasSelection, hasSteps, inGroup } from "./command";

const { reading } = inGroup("view");

export const VIEW: readonly Command[] = [
  reading("fit", [{ code: "Digit1" }], hasSteps, ({ view }) => view.fit()),
  reading("fitSelection", [{ code: "Digit2" }], hasSelection, ({ editor, view }) =>
    view.fit([...editor.state.selection]),
  ),
  reading("actualSize", [{ code: "Digit0" }], always, ({ view }) => view.zoom(1)),
  reading("zoomIn", [{ code: "Equal" }, { code: "NumpadAdd" }], always, ({ view }) =>
    view.zoom("in"),
  ),
  reading("zoomOut", [{ code: "Minus" }, { code: "NumpadSubtract" }], always, ({ view }) =>
    view.zoom("out"),
  ),
  reading("wheel", [], always, () =>
    prefer({ wheel: preferences().wheel === "zooms" ? "moves" : "zooms" }),
  ),
  reading("map", [{ code: "KeyO" }], hasSteps, () => prefer({ map: !preferences().map })),
  reading("keys", [{ code: "Slash", shift: true }], always, ({ editor }) =>
    editor.open({ ask: "keys" }),
  ),
];
