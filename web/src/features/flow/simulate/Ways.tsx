/** What is chosen by hand: the way on from a step, and what the world answers. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useEditor, useFlow } from "../canvas/context";
import type { FlowDocument, FlowNode } from "../model/document";
import { wireAt } from "../model/graph";
import { isFailure, type Kinds, portsOf } from "../model/kinds";
import { fieldsOf } from "../model/schema";
import { portName, stepTitle } from "../words/words";
import type { Trial } from "./form";
import { Part } from "./Part";

interface Props {
  readonly trial: Trial;
  readonly change: (changed: Partial<Trial>) => void;
}

const AS_IT_COMES = "";

export function Ways({ trial, change }: Props) {
  const { speech } = useFlow();
  const { t } = useTranslation("simulate");
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const steps = document.nodes
    .map((node) => ({ node, ports: choicesOf(document, kinds, node) }))
    .filter(({ ports }) => ports.length > 1);
  if (steps.length === 0) return null;
  const choose = (node: FlowNode, port: string) => {
    const { [node.id]: _way, ...forced } = trial.forced;
    const { [node.id]: _why, ...fails } = trial.fails;
    if (isFailure(port) && asksTheWorld(kinds, node))
      change({ forced, fails: { ...fails, [node.id]: t("ways.failsWhy") } });
    else change({ forced: port === AS_IT_COMES ? forced : { ...forced, [node.id]: port }, fails });
  };
  return (
    <Part title={t("ways.title")} help={t("ways.help")}>
      {steps.map(({ node, ports }) => (
        <Select
          key={node.id}
          size="sm"
          label={stepTitle(speech, kinds, node)}
          allowDeselect={false}
          data={[
            { value: AS_IT_COMES, label: t("ways.asItComes") },
            ...ports.map((port) => ({
              value: port,
              label: t("ways.always", { port: portName(speech, port) }),
            })),
          ]}
          value={node.id in trial.fails ? "failed" : (trial.forced[node.id] ?? AS_IT_COMES)}
          onChange={(port) => choose(node, port ?? AS_IT_COMES)}
        />
      ))}
    </Part>
  );
}

/** The ways on from a step; that it fails is one only where a wire says what comes then. */
function choicesOf(document: FlowDocument, kinds: Kinds, node: FlowNode): string[] {
  return portsOf(document, kinds, node).filter(
    (port) => !isFailure(port) || wireAt(document, { from: node.id, port }),
  );
}

/** Whether somebody outside answers, which a step of any kind says by how long it waits for it. */
function asksTheWorld(kinds: Kinds, node: FlowNode): boolean {
  const kind = kinds.get(node.kind);
  return !!kind && fieldsOf(kind.schema).some(({ name }) => name === "answer_within");
}
