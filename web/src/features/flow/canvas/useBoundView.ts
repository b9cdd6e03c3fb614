/** Lets commands move the drawing: fit, zoom, bring a step into sight. */

import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import { nodeOf } from "../model/graph";
import { CARD } from "../model/place";
import { useFlow } from "./context";

const MARGIN = 48;
/** Below this a card's text cannot be read. */
const READABLE = 0.5;

export function useBoundView(frame: RefObject<HTMLElement | null>): void {
  const { stage } = useFlow();
  const flow = useReactFlow();
  const store = useStoreApi();
  const duration = useReducedMotion() ? 0 : 140;
  useEffect(() => {
    let pointer: { x: number; y: number } | undefined;
    const track = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const element = frame.current;
    element?.addEventListener("pointermove", track);
    const show = (id: string, readable = false) => {
      const { width, height, transform } = store.getState();
      const position = nodeOf(stage.editor.state.document, id)?.position;
      if (!position) return;
      const [x, y, zoom] = transform;
      if (readable && zoom < READABLE) {
        const middle = { x: position.x + CARD.width / 2, y: position.y + CARD.height / 2 };
        void flow.setCenter(middle.x, middle.y, { zoom: 1, duration });
        return;
      }
      const dx = hidden(position.x * zoom + x, CARD.width * zoom, width);
      const dy = hidden(position.y * zoom + y, CARD.height * zoom, height);
      if (dx !== 0 || dy !== 0) void flow.setViewport({ x: x + dx, y: y + dy, zoom }, { duration });
    };
    Object.assign(stage.view, {
      fit: (ids?: readonly string[]) =>
        void flow.fitView({
          padding: 0.15,
          maxZoom: 1,
          duration,
          ...(ids ? { nodes: ids.map((id) => ({ id })) } : {}),
        }),
      zoom: (to: "in" | "out" | 1) => {
        if (to === 1) void flow.zoomTo(1, { duration });
        else void (to === "in" ? flow.zoomIn({ duration }) : flow.zoomOut({ duration }));
      },
      reveal: (id: string, options?: { readable: boolean }) => {
        show(id, options?.readable);
        // A card out of sight is not in the page; it is after the drawing has moved.
        setTimeout(() => focusStep(element, id), duration + 40);
      },
      pointer: () => pointer && flow.screenToFlowPosition(pointer),
    });
    // The panel beside the drawing never hides the chosen step.
    const resized = new ResizeObserver(() => {
      if (stage.editor.chosen)
        setTimeout(() => stage.editor.chosen && show(stage.editor.chosen), 30);
    });
    if (element) resized.observe(element);
    return () => {
      resized.disconnect();
      element?.removeEventListener("pointermove", track);
    };
  }, [stage, flow, store, duration, frame]);
}

/** How far a thing has to be moved to be within the frame, with a margin around it. */
function hidden(start: number, size: number, frame: number): number {
  if (start < MARGIN) return MARGIN - start;
  return Math.min(0, frame - MARGIN - (start + size));
}

function focusStep(frame: HTMLElement | null, id: string): void {
  const active = globalThis.document.activeElement;
  const busy =
    active instanceof HTMLElement &&
    active.closest("input, textarea, [role=dialog], [contenteditable]");
  if (busy) return;
  frame
    ?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
    ?.focus({ preventScroll: true });
}
