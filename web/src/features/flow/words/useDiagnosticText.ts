/** What is wrong and what to do, with the names of this flow's steps and settings. */
import { type Diagnostic, said } from "@/features/diagnostics/said";
import { useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import { fieldName, kindTitle, portName, stepTitle } from "./words";

export function useDiagnosticText(): (one: Diagnostic) => ReturnType<typeof said> {
  const { stage, speech } = useFlow();
  return (one) => {
    // Looked up when it is said: a card is not drawn anew for a change somewhere else.
    const { document, kinds } = stage.editor.state;
    return said(one, speech, {
      field: (name) => fieldName(speech, name),
      port: (name) => portName(speech, name),
      kind: (name) => {
        const kind = kinds.get(name);
        return kind ? kindTitle(speech, kind) : name;
      },
      step: (id) => {
        const node = nodeOf(document, id);
        return node ? stepTitle(speech, kinds, node) : id;
      },
    });
  };
}
