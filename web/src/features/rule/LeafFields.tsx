/** The fields of one condition. */
import { MultiSelect, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Stage } from "@/features/contacts/search";
import { useStageChoices } from "@/features/contacts/useStageChoices";
import { BehaviourFields, isBehaviour } from "./BehaviourFields";
import { ConditionFields } from "./ConditionFields";
import { AnniversaryFields, DateFields } from "./DateFields";
import { DealFields } from "./DealFields";
import { FilledInFields } from "./FilledInFields";
import { FlowFields } from "./FlowFields";
import { LocalTimeFields } from "./LocalTimeFields";
import { ComparisonFields } from "./number-fields";
import classes from "./Rule.module.css";
import { asWritten, type Rule } from "./rule";
import { isShowable } from "./showable";
import { useSurroundings } from "./surroundings";
import { ThingField } from "./ThingField";
import { WordField } from "./WordField";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

export function LeafFields(props: Props) {
  const { rule, onChange } = props;
  if (!isShowable(rule)) return <Text size="sm">{asWritten(rule)}</Text>;
  if ("property" in rule)
    return (
      <ConditionFields condition={rule.property} onChange={(property) => onChange({ property })} />
    );
  if ("company" in rule)
    return (
      <ConditionFields
        about="companyProperties"
        condition={rule.company}
        onChange={(company) => onChange({ company })}
      />
    );
  if (isBehaviour(rule)) return <BehaviourFields {...props} />;
  if ("deal" in rule)
    return <DealFields deal={rule.deal} onChange={(deal) => onChange({ deal })} />;
  if ("flow" in rule)
    return <FlowFields asked={rule.flow} onChange={(flow) => onChange({ flow })} />;
  if ("filled_in" in rule)
    return (
      <FilledInFields asked={rule.filled_in} onChange={(next) => onChange({ filled_in: next })} />
    );
  if ("anniversary" in rule)
    return (
      <AnniversaryFields
        asked={rule.anniversary}
        onChange={(anniversary) => onChange({ anniversary })}
      />
    );
  if ("date" in rule)
    return <DateFields asked={rule.date} onChange={(date) => onChange({ date })} />;
  if ("local_time" in rule)
    return (
      <LocalTimeFields time={rule.local_time} onChange={(next) => onChange({ local_time: next })} />
    );
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
  // A kind that only a newer server knows: it is shown and kept as it is.
  return <Text size="sm">{asWritten(rule)}</Text>;
}
