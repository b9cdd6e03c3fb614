/** Ctrl+Z and Ctrl+Shift+Z on the whole page, also in its fields: what they hold is in the history. */
import { useEffect } from "react";
import type { Draft } from "./useDraft";

export function useUndoKeys({ undo, redo }: Draft, mayEdit: boolean): void {
  useEffect(() => {
    if (!mayEdit) return;
    const listen = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
      const forth = event.code === "KeyY" || (event.code === "KeyZ" && event.shiftKey);
      // What is written in a dialog is not in the table.
      const elsewhere = event.target instanceof Element && event.target.closest("[role=dialog]");
      if (elsewhere || !(forth || event.code === "KeyZ")) return;
      event.preventDefault();
      if (forth) redo();
      else undo();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [undo, redo, mayEdit]);
}
