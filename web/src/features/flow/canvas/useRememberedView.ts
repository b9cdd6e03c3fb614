/** Where one looked at a flow last, in this browser. No part of the document or its history. */
import { useMemo } from "react";
import type { Viewport } from "./viewport";

export function useRememberedView(flow: string) {
  return useMemo(
    () => ({
      remembered: seen.get(flow) ?? recall(flow),
      remember: (view: Viewport) => void seen.set(flow, view),
    }),
    [flow],
  );
}

/** A wheel moves a drawing many times a second; it is written down when the page is left. */
const seen = new Map<string, Viewport>();
globalThis.addEventListener("pagehide", () => {
  for (const [flow, view] of seen) keep(flow, view);
});

const key = (flow: string) => `runnel.flow.view.${flow}`;

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
