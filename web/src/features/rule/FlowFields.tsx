/** How the contact stands to a flow: which one, how, and at which of its steps. */
import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { NO_KINDS } from "@/features/flow/model/kinds";
import { kindsQuery } from "@/features/flow/queries";
import { useSpeech } from "@/features/flow/words/useSpeech";
import { stepSummary } from "@/features/flow/words/words";
import classes from "./Rule.module.css";
import { type FlowRule, flowTest, STANDINGS, type Standing, standingOf } from "./rule";
import { useSurroundings } from "./surroundings";
import { ThingField } from "./ThingField";
import { type Step, useSteps } from "./useFlowNames";

type Props = { asked: FlowRule; onChange: (asked: FlowRule) => void };

export function FlowFields({ asked, onChange }: Props) {
  const { t } = useTranslation("rule");
  const { known, disabled } = useSurroundings();
  const { flow, is } = asked;
  const standing = standingOf(is);
  return (
    <div className={classes.fields}>
      <ThingField
        label={t("leaf.flow")}
        things={known.flows}
        value={flow}
        // Steps belong to a flow.
        onChange={(next) => onChange({ flow: next, is: flowTest(standing) })}
      />
      <Select
        className={classes.word}
        aria-label={t("editor.flowIs")}
        data={STANDINGS.map((value) => ({ value, label: t(`editor.flow.${value}`) }))}
        value={standing}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => onChange({ flow, is: flowTest(next as Standing) })}
      />
      {typeof is === "object" && flow !== "" && (
        <StepField
          flow={flow}
          step={is.waits_at}
          onChange={(step) => onChange({ flow, is: { waits_at: step } })}
        />
      )}
    </div>
  );
}

type StepProps = { flow: string; step: string; onChange: (step: string) => void };

/** The steps at which one can wait, and whichever is chosen. */
function StepField({ flow, step, onChange }: StepProps) {
  const { t } = useTranslation("rule");
  const speech = useSpeech();
  const kinds = useQuery(kindsQuery).data ?? NO_KINDS;
  const steps = useSteps([flow]).get(flow) ?? [];
  const offered = steps.filter(({ id, waits }) => waits || id === step);
  // Several steps are called *Wait* until somebody names them.
  const nameOf = ({ node, title }: Step) =>
    node.name || `${title} · ${stepSummary(speech, kinds, node)}`;
  return (
    <ThingField
      label={t("editor.flowStep")}
      things={offered.map((one) => ({ id: one.id, name: nameOf(one) }))}
      value={step}
      onChange={onChange}
    />
  );
}
