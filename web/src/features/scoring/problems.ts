/** Which row the server means by what it found wrong. Pure. */
import { type Diagnostic, PLACE } from "@/features/diagnostics/said";
import type { Model } from "./types";

/** A problem, and the row that it is about; without one, it is about the model or another document. */
export type Problem = { diagnostic: Diagnostic; row?: string };

const FIELD = /^groups\.(\d+)\.rows\.(\d+)/;

/** `asked`: the model as it was sent, for the server counts its groups and rows. */
export function located(found: readonly Diagnostic[], asked: Model | undefined): Problem[] {
  return found.map((diagnostic) => {
    const [place = "", what, name] = PLACE.exec(diagnostic.message) ?? [];
    if (what !== undefined && (what !== "Scoring model" || name !== asked?.name))
      return { diagnostic };
    const own = { ...diagnostic, message: diagnostic.message.slice(place.length) };
    const [, group, row] = FIELD.exec(diagnostic.field ?? "") ?? [];
    const id = asked?.groups[Number(group)]?.rows[Number(row)]?.id;
    return { diagnostic: own, ...(id === undefined ? {} : { row: id }) };
  });
}
