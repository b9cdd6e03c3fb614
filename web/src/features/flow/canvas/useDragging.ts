/** A card dragged about: to another place on the canvas, or onto a "+" and so elsewhere in the line. */
import { useReactFlow } from "@xyflow/react";
import type { MouseEvent as ReactMouseEvent } from "react";
import { wireAt } from "../model/graph";
import { plusNear } from "../model/near";
import { snapped } from "../model/place";
import { moveTo, setPositions } from "../session/acts";
import { useFlow } from "./context";
import type { StepNode } from "./drawing";

type DragEvent = ReactMouseEvent | MouseEvent | TouchEvent;

export function useDragging(redraw: () => void) {
  const { editor } = useFlow().stage;
  const { screenToFlowPosition } = useReactFlow();

  const onNodeDrag = (event: DragEvent, node: StepNode, all: StepNode[]) => {
    if (all.length > 1 || !("clientX" in event)) return;
    const { document, kinds } = editor.state;
    const pointer = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const spot = plusNear(document, kinds, pointer);
    const own = spot && (spot.from === node.id || wireAt(document, spot)?.to === node.id);
    const trigger = kinds.get(node.data.node.kind)?.role === "trigger";
    editor.hover(own || trigger ? null : spot);
  };

  const onNodeDragStop = (event: DragEvent, node: StepNode, all: StepNode[]) => {
    const spot = editor.state.over;
    editor.hover(undefined);
    if (spot && "clientX" in event) {
      const place = { x: event.clientX, y: event.clientY };
      if (moveTo(editor, node.id, spot, event.altKey, place)) return;
    }
    setPositions(editor, new Map(all.map((one) => [one.id, snapped(one.position)])));
    redraw();
  };

  return { onNodeDragStart: () => editor.hover(null), onNodeDrag, onNodeDragStop };
}
