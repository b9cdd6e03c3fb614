/** Which step comes in the place of this one? Each says what of it stays. */
import { useEditor, useFlow } from "../canvas/context";
import type { NodeId } from "../model/document";
import { nodeOf } from "../model/graph";
import type { NodeKind } from "../model/kinds";
import { replaced, replaceRefusal } from "../model/replace";
import { replaceStep } from "../session/acts";
import { rememberKind } from "../session/recent";
import { fieldName, listed, portName, stepTitle } from "../words/words";
import { Choices } from "./Choices";
import { useKindChoices } from "./kindChoices";

export function ReplaceWith({ node }: { node: NodeId }) {
  const { stage, speech } = useFlow();
  const { editor, view } = stage;
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const old = nodeOf(document, node);
  /** “Keeps Tag · loses Reason · cuts No”. */
  const whatStays = (kind: NodeKind) => {
    const { kept, lost, cut } = replaced(document, kinds, node, kind);
    const named = (fields: readonly string[]) =>
      listed(
        speech,
        fields.map((field) => fieldName(speech, field)),
      );
    return [
      kept.length > 0 ? t("replace.keeps", { fields: named(kept) }) : t("replace.keepsNothing"),
      lost.length > 0 && t("replace.loses", { fields: named(lost) }),
      cut.length > 0 &&
        t("replace.cuts", {
          ports: listed(
            speech,
            cut.map((port) => portName(speech, port)),
          ),
        }),
    ]
      .filter(Boolean)
      .join(" · ");
  };
  const choices = useKindChoices({
    whyNot: (kind) => replaceRefusal(document, kinds, node, kind),
    detail: whatStays,
  });
  return (
    <Choices
      title={t("replace.title", { step: old ? stepTitle(speech, kinds, old) : node })}
      choices={choices}
      onChoose={(name) => {
        const kind = kinds.get(name);
        if (!kind) return;
        const stays = whatStays(kind);
        replaceStep(editor, node, kind);
        rememberKind(name);
        editor.say("notice.replaced", { stays });
        view.reveal(node);
      }}
      onClose={() => editor.open(null)}
    />
  );
}
