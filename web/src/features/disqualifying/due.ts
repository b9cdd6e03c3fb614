/** When somebody on the review list is disqualified. Pure: the present is an argument. */

/** The server needs a moment; a time that has just come is no reason to wonder. */
const LATE_MS = 60_000;

export type Due = "in time" | "at once" | "when resumed";

/** A paused flow disqualifies nobody: what falls due meanwhile is done when it goes on. */
export function dueOf(due: string | null | undefined, isPaused: boolean, now: number): Due {
  if (isPaused) return "when resumed";
  const isAhead = due !== null && due !== undefined && Date.parse(due) > now - LATE_MS;
  return isAhead ? "in time" : "at once";
}
