/** Looks at a place on a way: its step is chosen and brought into sight. */
import { useCallback } from "react";
import { useFlow } from "../canvas/context";
import type { Passage } from "./trace";

export function useLook(passage: Passage | undefined): (place: number) => void {
  const { stage, trace } = useFlow();
  return useCallback(
    (place) => {
      const step = passage?.steps[place]?.step.id;
      if (step === undefined) return;
      trace.setState({ at: place });
      stage.editor.select([step]);
      stage.view.reveal(step);
    },
    [passage, stage, trace],
  );
}
