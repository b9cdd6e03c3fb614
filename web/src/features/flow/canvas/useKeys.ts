/**
 * The keyboard of the editor. By the place of a key, so that it works in every alphabet; and never
 * while somebody types or a dialog is open: "Delete" in a text deletes a letter, not a step.
 */
import { useEffect } from "react";
import { commandFor, isPossible } from "../session/commands";
import { useFlow } from "./context";

const ELSEWHERE =
  "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox], [role=combobox]";
/** Keys that a focused button needs itself. */
const OF_BUTTONS = new Set(["Enter", "Space"]);

export function useKeys(): void {
  const { stage } = useFlow();
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || target?.closest(ELSEWHERE)) return;
      if (OF_BUTTONS.has(event.code) && target?.closest("button, a")) return;
      if (stage.editor.state.dialog) return;
      const command = commandFor(event);
      if (!command || !isPossible(command, stage)) return;
      if (command.id === "copy" && !globalThis.getSelection()?.isCollapsed) return;
      event.preventDefault();
      void command.perform(stage);
    };
    globalThis.addEventListener("keydown", listen);
    return () => globalThis.removeEventListener("keydown", listen);
  }, [stage]);
}
