/** The model as one is writing it, with the way back, beside what is saved. */
import { useCallback, useState } from "react";
import { equal } from "@/features/flow/model/equal";
import { begun, recorded, redone, undone } from "./history";
import type { Model } from "./types";

/** Says what becomes of the model; changes of one burst are undone together. */
export type Change = (edit: (model: Model) => Model, burst?: string) => void;

export function useDraft(first: Model) {
  const [saved, setSaved] = useState(first);
  const [history, setHistory] = useState(() => begun(first));
  const change: Change = useCallback(
    (edit, burst) => setHistory((now) => recorded(now, edit(now.present), Date.now(), burst)),
    [],
  );
  return {
    model: history.present,
    saved,
    dirty: !equal(history.present, saved),
    canUndo: history.past.length > 0,
    canRedo: history.future.length > 0,
    change,
    undo: useCallback(() => setHistory((now) => undone(now)), []),
    redo: useCallback(() => setHistory((now) => redone(now)), []),
    /** What is saved is this now, and so is what one writes. */
    settle: useCallback((model: Model) => {
      setSaved(model);
      setHistory(begun(model));
    }, []),
  };
}

export type Draft = ReturnType<typeof useDraft>;
