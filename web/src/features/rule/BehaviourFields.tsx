/** The fields of conditions on what somebody did, and did not do. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EventFields } from "./EventFields";
import { DistinctFields, EventNumberFields } from "./EventNumberFields";
import { ComparisonFields, SpanFields } from "./number-fields";
import classes from "./Rule.module.css";
import { LEAVES, type Rule, variant } from "./rule";
import { SequenceFields } from "./SequenceFields";
import { useSurroundings } from "./surroundings";

type Props = { rule: Rule; onChange: (rule: Rule) => void };
type LastOccurred = Extract<Rule, { last_occurred: unknown }>["last_occurred"];

export function isBehaviour(rule: Rule): boolean {
  const [leaf] = variant(rule);
  return LEAVES.did.some((one) => one === leaf);
}

export function BehaviourFields({ rule, onChange }: Props) {
  const { t } = useTranslation("rule");
  if ("count" in rule) {
    const { count } = rule;
    return (
      <EventFields of={count.of} onChange={(of) => onChange({ count: { ...count, of } })}>
        <ComparisonFields
          counted={t("editor.times")}
          comparison={count.times}
          onChange={(times) => onChange({ count: { ...count, times } })}
        />
        <SpanFields
          label={t("editor.within")}
          ever={t("editor.ever")}
          span={count.within}
          onChange={(within) => onChange({ count: { ...count, within } })}
        />
      </EventFields>
    );
  }
  if ("never" in rule) {
    return <EventFields of={rule.never} onChange={(never) => onChange({ never })} />;
  }
  if ("last_occurred" in rule)
    return (
      <LastFields
        asked={rule.last_occurred}
        onChange={(last_occurred) => onChange({ last_occurred })}
      />
    );
  if ("sum" in rule)
    return <EventNumberFields asked={rule.sum} onChange={(sum) => onChange({ sum })} />;
  if ("min" in rule)
    return <EventNumberFields asked={rule.min} onChange={(min) => onChange({ min })} />;
  if ("max" in rule)
    return <EventNumberFields asked={rule.max} onChange={(max) => onChange({ max })} />;
  if ("distinct" in rule)
    return <DistinctFields asked={rule.distinct} onChange={(distinct) => onChange({ distinct })} />;
  if ("sequence" in rule)
    return <SequenceFields asked={rule.sequence} onChange={(sequence) => onChange({ sequence })} />;
  return null;
}

type LastProps = { asked: LastOccurred; onChange: (asked: LastOccurred) => void };

function LastFields({ asked, onChange }: LastProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const change = (changed: Partial<LastOccurred>) => onChange({ ...asked, ...changed });
  return (
    <EventFields of={asked.of} onChange={(of) => change({ of })}>
      <SpanFields
        label={t("editor.longerAgo")}
        span={asked.more_than_ago}
        onChange={(span) => span && change({ more_than_ago: span })}
      />
      <Select
        className={classes.word}
        miw={300}
        maw="none"
        aria-label={t("editor.ifNever")}
        data={[
          { value: "since_created", label: t("editor.ifNeverCreated") },
          { value: "false", label: t("editor.ifNeverFalse") },
        ]}
        value={asked.if_never ?? "since_created"}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => change({ if_never: value === "false" ? "false" : "since_created" })}
      />
    </EventFields>
  );
}
