/** Lights a way on the drawing for as long as what shows it is there. */
import { useLayoutEffect } from "react";
import { useFlow } from "../canvas/context";
import type { Trace } from "./trace";

export function useTraceOf(trace: Trace | null): void {
  const { trace: store } = useFlow();
  useLayoutEffect(() => {
    store.setState({ trace });
    return () => store.setState({ trace: null });
  }, [store, trace]);
}
