/** The camera of this drawing: how it begins, and what it does when its room changes. */
import { useReducedMotion } from "@mantine/hooks";
import { useReactFlow, useStoreApi } from "@xyflow/react";
import { type RefObject, useEffect, useMemo, useRef } from "react";
import { nodeOf } from "../model/graph";
import { Camera } from "./camera";
import { useFlow } from "./context";
import { focusStep } from "./focusStep";
import { fitted, readable, same, type Viewport, withInSight } from "./viewport";

const MOVE_MS = 140;

/** `remembered`: from where one looked at it last. */
export function useCamera(
  frame: RefObject<HTMLElement | null>,
  remembered: Viewport | null,
): Camera {
  const flow = useReactFlow();
  const store = useStoreApi();
  const slowly = useReducedMotion() ? 0 : MOVE_MS;
  const camera = useMemo(
    () =>
      new Camera({
        view: () => {
          const [x, y, zoom] = store.getState().transform;
          return { x, y, zoom };
        },
        size: () => ({
          width: frame.current?.clientWidth ?? 0,
          height: frame.current?.clientHeight ?? 0,
        }),
        move: (to, how) => flow.setViewport(to, { duration: how === "slowly" ? slowly : 0 }),
        onMoving: (moving) => frame.current?.toggleAttribute("data-moving", moving),
      }),
    [flow, store, frame, slowly],
  );
  useRoom(frame, camera, remembered);
  return camera;
}

/** What is told about the frame for the first time is its size when it has one: there it begins. */
function useRoom(
  frame: RefObject<HTMLElement | null>,
  camera: Camera,
  remembered: Viewport | null,
): void {
  const { editor } = useFlow().stage;
  /** From where one looked at first; a link to a step has it until its panel has taken its room. */
  const begun = useRef<Viewport>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const chosenPlace = () =>
      editor.chosen === undefined
        ? undefined
        : nodeOf(editor.state.document, editor.chosen)?.position;
    let chosenAtFirst = false;
    const begin = () => {
      chosenAtFirst ||= !begun.current && editor.chosen !== undefined;
      const cards = editor.state.document.nodes.map((node) => node.position);
      const card = chosenPlace();
      camera.look((_, size) => {
        const all = remembered ?? fitted(cards, size);
        // A link to a step leads to where it can be read.
        return card ? readable(all, card, size) : all;
      }, "at once");
      begun.current = camera.view;
      if (editor.chosen) void focusStep(element, editor.chosen);
    };
    /** The panel beside the drawing never hides the chosen step. */
    const adapt = () => {
      const linked = chosenAtFirst && begun.current && same(camera.view, begun.current);
      chosenAtFirst = false;
      if (linked) return begin();
      camera.resized();
      const card = chosenPlace();
      if (card) camera.look((from, size) => withInSight(from, card, size));
    };
    const observer = new ResizeObserver(() => (begun.current ? adapt() : begin()));
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, camera, editor, remembered]);
}
