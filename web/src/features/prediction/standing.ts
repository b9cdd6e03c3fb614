/** Which of the tries says what the page shows. Pure. */
import type { Refusal, Summary } from "./types";

export type Standing = {
  /** The one that is under way. */
  readonly running: Summary | undefined;
  /** What contacts are told by: the latest that came to something. */
  readonly learned: Summary | undefined;
  /** The latest came to nothing, and why; null: it broke. */
  readonly failed: { readonly refusal: Refusal | null; readonly at: string } | undefined;
};

export function standingOf(tries: readonly Summary[]): Standing {
  const [latest] = tries.filter(({ state }) => state !== "running");
  const failed =
    latest !== undefined && latest.state !== "done"
      ? { refusal: latest.refusal ?? null, at: latest.trained_at }
      : undefined;
  return {
    running: tries.find(({ state }) => state === "running"),
    learned: tries.find(({ state }) => state === "done"),
    failed,
  };
}
