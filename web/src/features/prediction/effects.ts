/** In which order effects are told. Pure. */
import type { Effect } from "./types";

/** The sound ones first, each part by how much it changes. */
export function strongestFirst(effects: readonly Effect[]): Effect[] {
  const size = ({ log_odds }: Effect) => Math.abs(log_odds.value);
  return effects.toSorted(
    (one, other) => Number(other.sound) - Number(one.sound) || size(other) - size(one),
  );
}
