/** Shows the whole drawing once the panel beside it has taken its room; again when `of` changes. */
import { useEffect } from "react";
import { useFlow } from "../canvas/context";

const SETTLED_MS = 250;

export function useFit(of: string | undefined): void {
  const { stage } = useFlow();
  useEffect(() => {
    if (of === undefined) return;
    const timer = setTimeout(() => stage.view.fit(), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [of, stage]);
}
