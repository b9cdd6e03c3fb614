/** Lets commands move the drawing: fit, zoom, bring a step into sight. */
import { useReactFlow } from "@xyflow/react";
import { type RefObject, useEffect } from "react";
import type { NodeId, Point } from "../model/document";
import { nodeOf } from "../model/graph";
import type { View } from "../session/commands";
import type { Camera, Look } from "./camera";
import { useFlow } from "./context";
import { focusStep } from "./focusStep";
import { fitted, readable, type Viewport, withInSight, zoomed } from "./viewport";

const CLOSER = { in: 1.2, out: 1 / 1.2 };

/** `remember` is told from where one looks when a person asked for it. */
export function useBoundView(
  frame: RefObject<HTMLElement | null>,
  camera: Camera,
  remember: (view: Viewport) => void,
): void {
  const { editor, view } = useFlow().stage;
  const { screenToFlowPosition } = useReactFlow();
  useEffect(() => {
    let pointer: Point | undefined;
    const track = (event: PointerEvent) => {
      pointer = { x: event.clientX, y: event.clientY };
    };
    const all = (ids?: readonly NodeId[]): Look => {
      const nodes = editor.state.document.nodes.filter((node) => !ids || ids.includes(node.id));
      const cards = nodes.map((node) => node.position);
      return (_, size) => fitted(cards, size);
    };
    const wanted = (look: Look) => {
      camera.look(look);
      remember(camera.view);
    };
    const bound: View = {
      fit: (ids) => wanted(all(ids)),
      fitForNow: () => camera.look(all()),
      zoom: (to) =>
        wanted((from, size) => zoomed(from, size, to === 1 ? 1 : from.zoom * CLOSER[to])),
      reveal: (id, options) => {
        const card = nodeOf(editor.state.document, id)?.position;
        if (!card) return;
        camera.look((from, size) => (options?.readable ? readable : withInSight)(from, card, size));
        if (frame.current && !options?.keepFocus) void focusStep(frame.current, id);
      },
      pointer: () => pointer && screenToFlowPosition(pointer),
    };
    Object.assign(view, bound);
    const element = frame.current;
    element?.addEventListener("pointermove", track);
    return () => element?.removeEventListener("pointermove", track);
  }, [editor, view, screenToFlowPosition, camera, frame, remember]);
}
