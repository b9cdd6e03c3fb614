/** Which step comes here? Recent kinds first; a kind that cannot stand here says why. */
import { useEditor, useFlow } from "../canvas/context";
import { spotRefusal } from "../model/insert";
import { addStep } from "../session/acts";
import type { Dialog } from "../session/editor";
import { rememberKind } from "../session/recent";
import { Choices } from "./Choices";
import { useKindChoices } from "./kindChoices";

export function StepPicker({ dialog }: { dialog: Extract<Dialog, { ask: "step" }> }) {
  const { stage, speech } = useFlow();
  const { editor, view } = stage;
  const kinds = useEditor((state) => state.kinds);
  const document = useEditor((state) => state.document);
  const choices = useKindChoices({ whyNot: (kind) => spotRefusal(document, kind, dialog.spot) });
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
