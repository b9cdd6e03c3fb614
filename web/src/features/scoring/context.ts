/** What every part of the table asks about: the model, what may be done to it, how things are said. */
import { createContext, useContext } from "react";
import type { Speech } from "@/features/rule/phrases";
import type { Missing } from "./finish";
import type { Problem } from "./problems";
import type { Model, ScoreClass } from "./types";
import type { Change } from "./useDraft";

export type Editor = {
  model: Model;
  change: Change;
  /** The classes of the draft, and those that saving it would take away. */
  classes: readonly ScoreClass[];
  speech: Speech;
  mayEdit: boolean;
  missing: readonly Missing[];
  problems: readonly Problem[];
  /** The row or group whose fields are open; one at a time. */
  open: string | null;
  setOpen: (part: string | null) => void;
  /** For those who do not see that a row has moved. */
  announce: (text: string) => void;
};

const Context = createContext<Editor | null>(null);
export const EditorProvider = Context.Provider;

export function useEditor(): Editor {
  const found = useContext(Context);
  if (found === null) throw new Error("Parts of a scoring model stand inside of its editor.");
  return found;
}
