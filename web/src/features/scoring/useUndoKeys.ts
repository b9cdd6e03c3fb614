/** Ctrl+Z and Ctrl+Shift+Z on the whole page, also in its fields: what they hold is in the history. */
import { useEffect } from "react";
import { isPressed } from "@/features/flow/session/commands/keys";
import type { Draft } from "./useDraft";

const UNDO = { code: "KeyZ", mod: true };
const REDO = [
  { code: "KeyZ", mod: true, shift: true },
  { code: "KeyY", mod: true },
];

export function useUndoKeys({ undo, redo }: Draft, mayEdit: boolean): void {
  useEffect(() => {
    if (!mayEdit) return;
    const listen = (event: KeyboardEvent) => {
      const forth = REDO.some((keys) => isPressed(keys, event));
      // What is written in a dialog is not in the table.
      const elsewhere = event.target instanceof Element && event.target.closest("[role=dialog]");
      if (elsewhere || !(forth || isPressed(UNDO, event))) return;
      event.preventDefault();
      if (forth) redo();
      else undo();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [undo, redo, mayEdit]);
}
