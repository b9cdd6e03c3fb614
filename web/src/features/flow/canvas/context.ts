/** What every part of the editor's screen shares: the open flow, its words, and what is drawn on top. */
import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { TraceStore } from "../explain/trace";
import type { Comparison } from "../model/compare";
import type { Stage } from "../session/commands";
import type { EditorState } from "../session/editor";
import type { NumbersStore } from "../session/numbers";
import type { Speech } from "../words/words";

export interface FlowContext {
  readonly stage: Stage;
  readonly speech: Speech;
  /** Shown in the mode of live numbers. */
  readonly numbers: NumbersStore | null;
  /** Shown in the mode that compares. */
  readonly marks: Comparison | null;
  /** The way of one contact, or of a simulated one, where a mode shows it. */
  readonly trace: TraceStore;
  /** Opens the people who are in a step, or who left it through a port. */
  readonly showPeople: ((node: string, port?: string) => void) | null;
}

export const FlowContext = createContext<FlowContext | null>(null);

export function useFlow(): FlowContext {
  const context = useContext(FlowContext);
  if (!context) throw new Error("Parts of the editor stand inside of FlowContext.");
  return context;
}

export function useEditor<T>(select: (state: EditorState) => T): T {
  return useStore(useFlow().stage.editor.store, select);
}
