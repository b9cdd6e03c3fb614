/** What of the editor stands in the address, so that it can be sent to a colleague. */
export const MODES = ["edit", "numbers", "diff", "path", "simulate"] as const;
export type Mode = (typeof MODES)[number];

export interface FlowSearch {
  /** Absent: edit. */
  readonly mode?: Mode;
  /** The chosen step. */
  readonly step?: string;
  /** As a list instead of a drawing. */
  readonly as?: "outline";
  /** A published version that is looked at. */
  readonly version?: number;
  /** Numbers of so many days, today included. Absent: ever. */
  readonly days?: number;
  /** Whose way is shown, or who is tried out. */
  readonly contact?: string;
  /** Which of its passages. */
  readonly passage?: string;
}

const DAYS_MAX = 400;
const OF_SOMEBODY: readonly (Mode | undefined)[] = ["path", "simulate"];

export function flowSearch(raw: Record<string, unknown>): FlowSearch {
  const mode = MODES.find((known) => known === raw.mode);
  const version = Number(raw.version);
  const days = Number(raw.days);
  const somebody = OF_SOMEBODY.includes(mode);
  return {
    ...(mode && mode !== "edit" ? { mode } : {}),
    ...(typeof raw.step === "string" ? { step: raw.step } : {}),
    ...(raw.as === "outline" ? { as: "outline" } : {}),
    ...(Number.isInteger(version) && version > 0 ? { version } : {}),
    ...(Number.isInteger(days) && days > 0 && days <= DAYS_MAX ? { days } : {}),
    ...(somebody && typeof raw.contact === "string" ? { contact: raw.contact } : {}),
    ...(mode === "path" && typeof raw.passage === "string" ? { passage: raw.passage } : {}),
  };
}
