/** A card dragged about: to another place on the canvas, or onto a "+" and so elsewhere in the line. */
import { useReactFlow } from "@xyflow/react";
import type { MouseEvent as ReactMouseEvent } from "react";
import type { NodeId, Point } from "../model/document";
import { wireAt } from "../model/graph";
import { roleOf } from "../model/kinds";
import { plusNear } from "../model/near";
import { moveTo, setPositions } from "../session/acts";
import { useFlow } from "./context";
import type { StepNode } from "./drawing";

type DragEvent = ReactMouseEvent | MouseEvent | TouchEvent;

export function useDragging(
  redraw: () => void,
  settled: (cards: readonly StepNode[]) => Map<NodeId, Point>,
) {
  const { editor } = useFlow().stage;
  const { screenToFlowPosition } = useReactFlow();

  /** A trigger stands in no line, and several steps in none together. */
  const canMoveInLine = (node: StepNode, all: readonly StepNode[]) =>
    all.length === 1 && roleOf(editor.state.kinds, node.data.node) !== "trigger";

  const onNodeDragStart = (_: DragEvent, node: StepNode, all: StepNode[]) => {
    if (canMoveInLine(node, all)) editor.hover(null);
  };

  const onNodeDrag = (event: DragEvent, node: StepNode, all: StepNode[]) => {
    if (!canMoveInLine(node, all) || !("clientX" in event)) return;
    const { document, kinds } = editor.state;
    const pointer = screenToFlowPosition({ x: event.clientX, y: event.clientY });
    const spot = plusNear(document, kinds, pointer);
    const own = spot && (spot.from === node.id || wireAt(document, spot)?.to === node.id);
    editor.hover(own ? null : spot);
  };

  const onNodeDragStop = (event: DragEvent, node: StepNode, all: StepNode[]) => {
    const spot = editor.state.over;
    editor.hover(undefined);
    if (spot && "clientX" in event) {
      const place = { x: event.clientX, y: event.clientY };
      if (moveTo(editor, node.id, spot, event.altKey, place)) return;
    }
    setPositions(editor, settled(all));
    redraw();
  };

  return { onNodeDragStart, onNodeDrag, onNodeDragStop };
}
