/** The time, to the half minute, so that "3 minutes ago" does not stay for an hour. */
import { useSyncExternalStore } from "react";

const STEP_MS = 30_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, STEP_MS);
  return () => clearInterval(timer);
}

export function useNow(): number {
  // The same number until the next step: an external store must not change while it is read.
  return useSyncExternalStore(subscribe, () => Math.ceil(Date.now() / STEP_MS) * STEP_MS);
}
