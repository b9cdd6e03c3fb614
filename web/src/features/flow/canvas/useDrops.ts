/** Things dragged onto the drawing: kinds from the palette, and files with steps. */
import { useReactFlow } from "@xyflow/react";
import type { DragEvent } from "react";
import { spotRefusal } from "../model/insert";
import { plusNear } from "../model/near";
import { CARD } from "../model/place";
import { addStep, pasteText } from "../session/acts";
import { useEditor, useFlow } from "./context";
import { KIND_DRAG, LOOSE_DRAG } from "./Palette";

export function useDrops() {
  const { editor } = useFlow().stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const readOnly = useEditor((state) => state.readOnly);
  const { screenToFlowPosition } = useReactFlow();
  const at = (event: DragEvent) => screenToFlowPosition({ x: event.clientX, y: event.clientY });
  const isOurs = (event: DragEvent) =>
    [...event.dataTransfer.types].some((type) => type === KIND_DRAG || type === "Files");

  const isLoose = (event: DragEvent) => event.dataTransfer.types.includes(LOOSE_DRAG);

  const onDragOver = (event: DragEvent) => {
    if (readOnly || !isOurs(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
    if (event.dataTransfer.types.includes(KIND_DRAG) && !isLoose(event))
      editor.hover(plusNear(document, kinds, at(event)));
  };

  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    const spot = editor.state.over;
    editor.hover(undefined);
    const [file] = event.dataTransfer.files;
    if (file) {
      const place = at(event);
      void file.text().then((text) => pasteText(editor, text, place));
      return;
    }
    const kind = kinds.get(event.dataTransfer.getData(KIND_DRAG));
    if (!kind) return;
    const place = at(event);
    const canvas = {
      on: "canvas",
      at: { x: place.x - CARD.width / 2, y: place.y - CARD.height / 2 },
    } as const;
    const wanted = spot ? ({ on: "port", port: spot } as const) : canvas;
    const why = spotRefusal(document, kind, wanted);
    if (why) editor.say(`refusal.${why}`, {}, "refused", { x: event.clientX, y: event.clientY });
    else addStep(editor, kind, wanted);
  };

  const onDragLeave = (event: DragEvent) => {
    if (event.currentTarget === event.target) editor.hover(undefined);
  };

  return { onDragOver, onDragLeave, onDrop };
}
