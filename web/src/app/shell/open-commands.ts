/** Opens the command palette; its code is loaded when it is first wanted. */

import { useEffect } from "react";
import { create } from "zustand";

const useWanted = create<{ times: number }>(() => ({ times: 0 }));

export function openCommands() {
  useWanted.setState(({ times }) => ({ times: times + 1 }));
}

/** How often it was wanted. */
export function useCommandsWanted(): number {
  return useWanted((state) => state.times);
}

/** Ctrl+K by the place of the key, so that it works on a Russian keyboard. */
export function useCommandsKey(): boolean {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      openCommands();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, []);
  return useCommandsWanted() > 0;
}
