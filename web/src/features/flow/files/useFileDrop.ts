/** Files that are dropped on the page, and flow files that are pasted into it. */
import { useEffect, useRef, useState } from "react";
import { readFlowFile } from "./flow-file";

/** Gives the text of either; says whether a file is being held over the page. */
export function useFileDrop(onText: (text: string) => void, enabled: boolean): boolean {
  const [over, setOver] = useState(false);
  const give = useRef(onText);
  give.current = onText;
  useEffect(() => {
    if (!enabled) return;
    const hasFile = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
    const drag = (event: DragEvent) => {
      if (!hasFile(event)) return;
      // Without this the browser would leave the page and show the file.
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const drop = (event: DragEvent) => {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(false);
      void event.dataTransfer?.files[0]?.text().then((text) => give.current(text));
    };
    const paste = (event: ClipboardEvent) => {
      const text = event.clipboardData?.getData("text/plain") ?? "";
      if (!isTyping(event.target) && readFlowFile(text)) give.current(text);
    };
    const stop = new AbortController();
    const { signal } = stop;
    window.addEventListener("dragover", drag, { signal });
    window.addEventListener("dragleave", leave, { signal });
    window.addEventListener("drop", drop, { signal });
    window.addEventListener("paste", paste, { signal });
    return () => stop.abort();
  }, [enabled]);
  return over;
}

const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest("input, textarea, [contenteditable]") !== null;
