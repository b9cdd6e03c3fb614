/** What can be done on the page that is open, offered by the page to the command palette. */
import { useEffect } from "react";
import { create } from "zustand";

export interface PageCommand {
  readonly id: string;
  readonly label: string;
  /** How its keys are printed. */
  readonly keys?: string | undefined;
  readonly perform: () => void;
}

export interface PageCommands {
  readonly title: string;
  /** What is possible at the moment; asked each time the palette opens. */
  readonly possible: () => readonly PageCommand[];
}

const useOffered = create<{ commands: PageCommands | null }>(() => ({ commands: null }));

/** Offers these as long as the page is shown. */
export function useOffer(commands: PageCommands): void {
  useEffect(() => {
    useOffered.setState({ commands });
    return () => useOffered.setState({ commands: null });
  }, [commands]);
}

export const useOfferedCommands = () => useOffered((state) => state.commands);
