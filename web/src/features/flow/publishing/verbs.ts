/** What can become of a flow as a whole. Pure. */
import type { FlowSummary, Turn } from "../queries";

export type Verb = Turn | "delete";

const POSSIBLE: Readonly<Record<FlowSummary["state"], readonly Verb[]>> = {
  draft: ["delete"],
  active: ["pause", "archive", "delete"],
  paused: ["resume", "archive", "delete"],
  archived: ["delete"],
};

/** By how it stands; for whoever may change flows. */
export const verbsOf = ({ state }: Pick<FlowSummary, "state">, mayEdit: boolean) =>
  mayEdit ? POSSIBLE[state] : [];

/** For those there is no way back. */
export const endsIt = (verb: Verb) => verb === "archive" || verb === "delete";
