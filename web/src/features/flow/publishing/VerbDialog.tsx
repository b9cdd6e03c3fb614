/** Asks before a flow is paused, resumed, ended or deleted. */
import type { FlowSummary } from "../queries";
import { DeleteDialog } from "./DeleteDialog";
import { TurnDialog } from "./TurnDialog";
import type { Verb } from "./verbs";

interface Props {
  readonly flow: FlowSummary;
  readonly verb: Verb;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export function VerbDialog({ flow, verb, onClose, onDeleted }: Props) {
  return verb === "delete" ? (
    <DeleteDialog flow={flow} onClose={onClose} onDeleted={onDeleted} />
  ) : (
    <TurnDialog flow={flow} turn={verb} onClose={onClose} />
  );
}
