/** Which step comes here? Recent kinds first; a kind that cannot stand here says why. */
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import { spotRefusal } from "../model/insert";
import { type NodeKind, ROLES } from "../model/kinds";
import { addStep } from "../session/acts";
import type { Dialog } from "../session/editor";
import { recentKinds, rememberKind } from "../session/recent";
import { kindSummary, kindSynonyms, kindTitle } from "../words/words";
import { type Choice, Choices } from "./Choices";

export function StepPicker({ dialog }: { dialog: Extract<Dialog, { ask: "step" }> }) {
  const { stage, speech } = useFlow();
  const { editor, view } = stage;
  const kinds = useEditor((state) => state.kinds);
  const document = useEditor((state) => state.document);
  const recent = recentKinds();
  const rank = (kind: NodeKind) => {
    const place = recent.indexOf(kind.name);
    return place === -1 ? recent.length + ROLES.indexOf(kind.role) : place;
  };
  const choices = [...kinds.values()]
    .map((kind): Choice & { rank: number } => {
      const why = spotRefusal(document, kind, dialog.spot);
      return {
        id: kind.name,
        label: kindTitle(speech, kind),
        detail: kindSummary(speech, kind),
        words: `${kindSynonyms(speech, kind)} ${kind.name}`,
        role: kind.role,
        icon: iconOf(kind),
        disabled: why && speech.t(`refusal.${why}`),
        rank: rank(kind) + (why ? 1_000 : 0),
      };
    })
    .sort((a, b) => a.rank - b.rank);
  const add = (name: string) => {
    const kind = kinds.get(name);
    const id = kind && addStep(editor, kind, dialog.spot);
    rememberKind(name);
    if (id) view.reveal(id);
  };
  return (
    <Choices
      title={speech.t(dialog.spot.on === "port" ? "picker.next" : "picker.add")}
      choices={choices}
      onChoose={add}
      onClose={() => editor.open(null)}
    />
  );
}
