/** Which row the server means by what it found wrong. Pure. */
import type { Diagnostic } from "@/features/diagnostics/said";
import { rowsOf } from "./edit";
import type { Model } from "./types";

/** The row that a problem is about; undefined: the model as a whole. */
function rowIn(one: Diagnostic, model: Model): string | undefined {
  const named = [one.node, one.values?.row].map(String);
  return rowsOf(model).find(({ id }) => named.includes(id))?.id;
}

export function problemsOfRow(problems: readonly Diagnostic[], model: Model, id: string) {
  return problems.filter((one) => rowIn(one, model) === id);
}

export function problemsOfWhole(problems: readonly Diagnostic[], model: Model) {
  return problems.filter((one) => rowIn(one, model) === undefined);
}
