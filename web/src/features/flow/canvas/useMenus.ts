/** The context menu of a card, of several, of a wire and of the empty canvas. */
import type { MouseEvent as ReactMouseEvent } from "react";
import type { PortRef } from "../model/document";
import { useFlow } from "./context";
import type { StepNode, WireEdge } from "./drawing";

type MenuEvent = ReactMouseEvent | MouseEvent;

export function useMenus() {
  const { editor } = useFlow().stage;
  const open = (event: MenuEvent, wire: PortRef | null) => {
    event.preventDefault();
    editor.open({ ask: "menu", at: { x: event.clientX, y: event.clientY }, wire });
  };
  /** What was chosen already stays chosen together. */
  const onSteps = (event: MenuEvent, steps: readonly StepNode[]) => {
    const ids = steps.map((step) => step.id);
    if (!ids.some((id) => editor.state.selection.has(id))) editor.select(ids);
    open(event, null);
  };
  const onWire = (event: MenuEvent, { data }: WireEdge) => {
    const port = data ? { from: data.wire.from, port: data.wire.port } : null;
    if (port) editor.select([], port);
    open(event, port);
  };
  return {
    onNodeContextMenu: (event: MenuEvent, step: StepNode) => onSteps(event, [step]),
    onSelectionContextMenu: onSteps,
    onEdgeContextMenu: onWire,
    onPaneContextMenu: (event: MenuEvent) => open(event, null),
  };
}
