/** Keys as they are pressed and as they are printed. */
import type { Keys } from "./command";

export type KeyPress = Pick<KeyboardEvent, "code" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

export function isPressed(keys: Keys, event: KeyPress): boolean {
  return (
    keys.code === event.code &&
    (keys.mod ?? false) === (event.ctrlKey || event.metaKey) &&
    (keys.shift ?? false) === event.shiftKey &&
    (keys.alt ?? false) === event.altKey
  );
}

const SIGNS: Readonly<Record<string, string>> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Delete: "Del",
  Backspace: "⌫",
  Escape: "Esc",
  Equal: "+",
  Minus: "−",
  Slash: "/",
  NumpadAdd: "+",
  NumpadSubtract: "−",
};

/** How keys are printed: `Ctrl+Shift+Z`. */
export function printed(keys: Keys): string {
  if (keys.code === "Slash" && keys.shift) return "?";
  const sign = SIGNS[keys.code] ?? keys.code.replace(/^(Key|Digit)/, "");
  const held = [keys.mod && "Ctrl", keys.alt && "Alt", keys.shift && "Shift"].filter(Boolean);
  return [...held, sign].join("+");
}
