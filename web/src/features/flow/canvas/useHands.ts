/** A person moves the drawing, by wheel, touch or drag. */
import { useMemo } from "react";
import type { Camera } from "./camera";
import type { Viewport } from "./viewport";

type Moved = (event: unknown, view: Viewport) => void;

export function useHands(
  camera: Camera,
  remember: (view: Viewport) => void,
): { readonly onMoveStart: Moved; readonly onMove: Moved; readonly onMoveEnd: Moved } {
  return useMemo(
    () => ({
      // Without an event it was not a person. The first turn of a wheel is told as the start alone.
      onMoveStart: (event, view) => {
        if (!event) return;
        camera.release();
        remember(view);
      },
      onMove: (event, view) => {
        if (!event) return;
        camera.follow();
        remember(view);
      },
      onMoveEnd: (event) => {
        if (event) camera.rest();
      },
    }),
    [camera, remember],
  );
}
