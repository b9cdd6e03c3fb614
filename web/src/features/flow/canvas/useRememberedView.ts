/** Where one looked at a flow last, in this browser. No part of the document or its history. */
import type { Viewport } from "@xyflow/react";
import { useMemo } from "react";

const key = (flow: string) => `runnel.flow.view.${flow}`;

export function useRememberedView(flow: string) {
  return useMemo(
    () => ({ remembered: recall(flow), remember: (view: Viewport) => keep(flow, view) }),
    [flow],
  );
}

function recall(flow: string): Viewport | null {
  try {
    const view = JSON.parse(localStorage.getItem(key(flow)) ?? "null") as Viewport | null;
    const sound = view && [view.x, view.y, view.zoom].every(Number.isFinite) && view.zoom > 0;
    return sound ? view : null;
  } catch {
    return null;
  }
}

function keep(flow: string, view: Viewport): void {
  try {
    localStorage.setItem(key(flow), JSON.stringify(view));
  } catch {
    // A full or forbidden store costs only the view.
  }
}
