/** Asks before something is lost. The button names what it does to what: "Delete segment". */
import { create } from "zustand";

export type Question = { title: string; text: string; verb: string; onYes: () => void };

/** The question that is open; it waits here until what shows it has been loaded. */
export const useQuestion = create<{ question: Question | undefined }>(() => ({
  question: undefined,
}));

export function useAsk(): (question: Question) => void {
  return (question) => useQuestion.setState({ question });
}
