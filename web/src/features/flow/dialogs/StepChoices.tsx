/** Choosing a step or a place in the line by keyboard: "Connect to…", "Move to…", "Go to…". */
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import { targets } from "../model/connect";
import type { FlowNode, PortRef } from "../model/document";
import { nodeOf, openEnds, wireAt } from "../model/graph";
import { branchMoved, stepMoved } from "../model/move";
import { connect, moveTo } from "../session/acts";
import { kindTitle, portName, searchText, stepSummary, stepTitle } from "../words/words";
import { type Choice, Choices } from "./Choices";

function useStepChoice(): (node: FlowNode) => Choice {
  const { speech } = useFlow();
  const kinds = useEditor((state) => state.kinds);
  return (node) => {
    const kind = kinds.get(node.kind);
    return {
      id: node.id,
      label: stepTitle(speech, kinds, node),
      detail: stepSummary(speech, kinds, node),
      words: searchText(speech, kinds, node),
      ...(kind ? { role: kind.role } : {}),
      icon: iconOf(kind),
    };
  };
}

export function ConnectTo({ from }: { from: PortRef }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const choiceOf = useStepChoice();
  const start = nodeOf(document, from.from);
  const choices = targets(document, kinds, from)
    .map(({ node, refusal }) => ({
      ...choiceOf(node),
      disabled: refusal && speech.t(`refusal.${refusal}`),
    }))
    .sort((a, b) => Number(!!a.disabled) - Number(!!b.disabled));
  return (
    <Choices
      title={speech.t("connect.title", {
        step: start ? stepTitle(speech, kinds, start) : from.from,
        port: portName(speech, from.port),
      })}
      choices={choices}
      onChoose={(id) => connect(editor, from, id)}
      onClose={() => editor.open(null)}
    />
  );
}

export function MoveTo({ node, branch }: { node: string; branch: boolean }) {
  const { stage, speech } = useFlow();
  const { editor, view } = stage;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const spots: PortRef[] = [
    ...document.edges.map(({ from, port }) => ({ from, port })),
    ...openEnds(document, kinds),
  ];
  const title = (id: string) => {
    const found = nodeOf(document, id);
    return found ? stepTitle(speech, kinds, found) : id;
  };
  const choices = spots
    .map((spot): Choice => {
      const moved = (branch ? branchMoved : stepMoved)(document, kinds, node, spot);
      const next = wireAt(document, spot);
      const several = (kinds.get(nodeOf(document, spot.from)?.kind ?? "")?.ports.length ?? 0) > 1;
      const after = several
        ? `${title(spot.from)} (${portName(speech, spot.port)})`
        : title(spot.from);
      return {
        id: `${spot.from}\n${spot.port}`,
        label: speech.t("move.after", { step: after }),
        detail: next ? speech.t("move.before", { step: title(next.to) }) : speech.t("move.atEnd"),
        disabled: moved.ok ? null : speech.t(`refusal.${moved.why}`),
      };
    })
    .sort((a, b) => Number(!!a.disabled) - Number(!!b.disabled));
  return (
    <Choices
      title={speech.t(branch ? "move.branchTitle" : "move.title", { step: title(node) })}
      choices={choices}
      onChoose={(id) => {
        const [from = "", port = ""] = id.split("\n");
        if (moveTo(editor, node, { from, port }, branch)) view.reveal(node);
      }}
      onClose={() => editor.open(null)}
    />
  );
}

export function GoTo() {
  const { stage, speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const choiceOf = useStepChoice();
  const choices = document.nodes.map((node) => {
    const kind = kinds.get(node.kind);
    const choice = choiceOf(node);
    return { ...choice, words: `${choice.words} ${kind ? kindTitle(speech, kind) : ""}` };
  });
  return (
    <Choices
      title={speech.t("search.title")}
      choices={choices}
      onChoose={(id) => {
        stage.editor.select([id]);
        stage.view.reveal(id, { readable: true });
      }}
      onClose={() => stage.editor.open(null)}
    />
  );
}
