/** Shows the whole drawing beside the panel that has just taken its room; again when `of` changes. */
import { useEffect } from "react";
import { useFlow } from "../canvas/context";

export function useFit(of: string | undefined): void {
  const { stage } = useFlow();
  useEffect(() => {
    if (of !== undefined) stage.view.fitForNow();
  }, [of, stage]);
}
