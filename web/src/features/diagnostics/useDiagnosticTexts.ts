/** What the server found wrong with a rule that it refused: what is wrong and what to do, of each. */
import { Problem } from "@/api/problem";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import { type Diagnostic, said } from "./said";

export function diagnosticsOf(error: unknown): Diagnostic[] {
  const found = error instanceof Problem ? error.details.diagnostics : null;
  return Array.isArray(found) ? (found as Diagnostic[]) : [];
}

export function useDiagnosticTexts(error: unknown): string[] {
  const speech = useRuleSpeech();
  return diagnosticsOf(error).map((one) => {
    const { message, help } = said(one, speech);
    return `${message} ${help}`;
  });
}
