/** The fields of one condition. */
import { MultiSelect, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Stage } from "@/features/contacts/search";
import { useStageChoices } from "@/features/contacts/useStageChoices";
import { ConditionFields } from "./ConditionFields";
import { DealFields } from "./DealFields";
import { EventFields } from "./EventFields";
import { FlowFields } from "./FlowFields";
import { ComparisonFields, SpanFields } from "./number-fields";
import classes from "./Rule.module.css";
import { asWritten, type Rule } from "./rule";
import { useSurroundings } from "./surroundings";
import { ThingField } from "./ThingField";
import { WordField } from "./WordField";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

export function LeafFields(props: Props) {
  const { rule, onChange } = props;
  if ("property" in rule)
    return (
      <ConditionFields condition={rule.property} onChange={(property) => onChange({ property })} />
    );
  if ("count" in rule || "never" in rule || "last_occurred" in rule)
    return <BehaviourFields {...props} />;
  if ("deal" in rule)
    return <DealFields deal={rule.deal} onChange={(deal) => onChange({ deal })} />;
  if ("flow" in rule)
    return <FlowFields asked={rule.flow} onChange={(flow) => onChange({ flow })} />;
  return (
    <div className={classes.fields}>
      <ShortFields {...props} />
    </div>
  );
}

/** Conditions of one or two fields. */
function ShortFields({ rule, onChange }: Props) {
  const { t } = useTranslation("rule");
  const stages = useStageChoices();
  const { known, disabled } = useSurroundings();
  if ("tag" in rule) {
    return (
      <WordField
        label={t("leaf.tag")}
        placeholder={t("editor.tagName")}
        of="tags"
        value={rule.tag}
        onChange={(tag) => onChange({ tag })}
      />
    );
  }
  if ("score" in rule) {
    const { category, points } = rule.score;
    const change = (changed: Partial<typeof rule.score>) =>
      onChange({ score: { ...rule.score, ...changed } });
    return (
      <>
        <WordField
          label={t("editor.category")}
          placeholder={t("editor.allCategories")}
          of="categories"
          value={category ?? ""}
          onChange={(typed) => change({ category: typed || undefined })}
        />
        <ComparisonFields comparison={points} onChange={(next) => change({ points: next })} />
      </>
    );
  }
  if ("stage" in rule) {
    return (
      <MultiSelect
        className={classes.word}
        maw="none"
        aria-label={t("leaf.stage")}
        placeholder={rule.stage.length === 0 ? t("editor.choose") : undefined}
        data={stages}
        value={rule.stage}
        disabled={disabled}
        onChange={(stages) => onChange({ stage: stages as Stage[] })}
      />
    );
  }
  if ("segment" in rule) {
    return (
      <ThingField
        label={t("leaf.segment")}
        things={known.segments}
        value={rule.segment}
        onChange={(segment) => onChange({ segment })}
      />
    );
  }
  // What has no fields yet, and what a newer server knows: it is shown and kept as it is.
  return <Text size="sm">{asWritten(rule)}</Text>;
}

/** Conditions on what somebody did, and did not do. */
function BehaviourFields({ rule, onChange }: Props) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  if ("count" in rule) {
    const { count } = rule;
    return (
      <EventFields of={count.of} onChange={(of) => onChange({ count: { ...count, of } })}>
        <ComparisonFields
          times
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
  if (!("last_occurred" in rule)) return null;
  const { last_occurred: last } = rule;
  const change = (changed: Partial<typeof last>) =>
    onChange({ last_occurred: { ...last, ...changed } });
  return (
    <EventFields of={last.of} onChange={(of) => change({ of })}>
      <SpanFields
        label={t("editor.longerAgo")}
        span={last.more_than_ago}
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
        value={last.if_never ?? "since_created"}
        allowDeselect={false}
        disabled={disabled}
        onChange={(value) => change({ if_never: value === "false" ? "false" : "since_created" })}
      />
    </EventFields>
  );
}
