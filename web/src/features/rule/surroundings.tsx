/** What the fields of a rule ask about: words in use already, and whether anything may be changed. */
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Known, useKnown } from "./known";

type Surroundings = { known: Known; disabled: boolean };

const Context = createContext<Surroundings | null>(null);

type Props = {
  disabled?: boolean;
  /** Tags, categories and properties that only this page knows: a flow that nobody passed yet. */
  also?: Partial<Known["words"]> | undefined;
  children: ReactNode;
};

/** Stands around every field of a rule, wherever it is drawn. */
export function RuleSurroundings({ disabled = false, also, children }: Props) {
  const known = useKnown(also);
  const value = useMemo(() => ({ known, disabled }), [known, disabled]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

export function useSurroundings(): Surroundings {
  const found = useContext(Context);
  if (found === null) throw new Error("Fields of a rule stand inside of RuleSurroundings.");
  return found;
}
