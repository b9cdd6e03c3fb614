/** The fields of one condition. */
import { Group, MultiSelect, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { STAGES, type Stage } from "@/features/contacts/search";
import { pipelinesQuery, segmentsQuery } from "../queries";
import { ConditionFields } from "./ConditionFields";
import { EventFields } from "./EventFields";
import { ComparisonFields, SpanFields } from "./number-fields";
import type { DealTest, Rule } from "./rule";

type Props = { rule: Rule; onChange: (rule: Rule) => void };

export function LeafFields({ rule, onChange }: Props) {
  const { t } = useTranslation("segments");
  if ("property" in rule) {
    return (
      <ConditionFields condition={rule.property} onChange={(property) => onChange({ property })} />
    );
  }
  if ("tag" in rule) {
    return (
      <TextInput
        aria-label={t("leaf.tag")}
        placeholder={t("editor.tagName")}
        value={rule.tag}
        onChange={(event) => onChange({ tag: event.currentTarget.value })}
      />
    );
  }
  if ("score" in rule) {
    const { score } = rule;
    return (
      <Group gap="xs">
        <TextInput
          aria-label={t("editor.category")}
          placeholder={t("editor.allCategories")}
          value={score.category ?? ""}
          onChange={(event) =>
            onChange({ score: { ...score, category: event.currentTarget.value || undefined } })
          }
          w={150}
        />
        <ComparisonFields
          comparison={score.points}
          onChange={(points) => onChange({ score: { ...score, points } })}
        />
      </Group>
    );
  }
  if ("stage" in rule) {
    return (
      <MultiSelect
        aria-label={t("leaf.stage")}
        data={STAGES.map((stage) => ({ value: stage, label: t(`app:stages.${stage}`) }))}
        value={rule.stage}
        onChange={(stages) => onChange({ stage: stages as Stage[] })}
        miw={200}
      />
    );
  }
  if ("segment" in rule) {
    return <SegmentField id={rule.segment} onChange={(segment) => onChange({ segment })} />;
  }
  if ("deal" in rule)
    return <DealFields deal={rule.deal} onChange={(deal) => onChange({ deal })} />;
  return <BehaviourFields rule={rule} onChange={onChange} />;
}

/** Conditions on what somebody did, and did not do. */
function BehaviourFields({ rule, onChange }: Props) {
  const { t } = useTranslation("segments");
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
  if ("last_occurred" in rule) {
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
          aria-label={t("editor.ifNever")}
          data={[
            { value: "since_created", label: t("editor.ifNeverCreated") },
            { value: "false", label: t("editor.ifNeverFalse") },
          ]}
          value={last.if_never ?? "since_created"}
          allowDeselect={false}
          onChange={(value) => change({ if_never: value === "false" ? "false" : "since_created" })}
          w={260}
        />
      </EventFields>
    );
  }
  return null;
}

function SegmentField({ id, onChange }: { id: string; onChange: (id: string) => void }) {
  const { t } = useTranslation("segments");
  const segments = useQuery(segmentsQuery).data?.items ?? [];
  return (
    <Select
      aria-label={t("leaf.segment")}
      placeholder={t("editor.chooseSegment")}
      data={segments.map((segment) => ({ value: segment.id, label: segment.name }))}
      value={id || null}
      searchable
      allowDeselect={false}
      onChange={(chosen) => onChange(chosen ?? "")}
    />
  );
}

type Deal = { is: DealTest; pipeline?: string | null };

function DealFields({ deal, onChange }: { deal: Deal; onChange: (deal: Deal) => void }) {
  const { t } = useTranslation("segments");
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const pipeline = pipelines.find(({ id }) => id === deal.pipeline) ?? pipelines[0];
  const is = typeof deal.is === "string" ? deal.is : "in_stage";
  const set = (value: string | null) => {
    if (value === "open" || value === "won" || value === "lost") onChange({ ...deal, is: value });
    else onChange({ pipeline: pipeline?.id, is: { in_stage: [] } });
  };
  return (
    <Group gap="xs">
      <Select
        aria-label={t("editor.dealIs")}
        data={["open", "won", "lost", "in_stage"].map((value) => ({
          value,
          label: t(`editor.deal.${value}`),
        }))}
        value={is}
        allowDeselect={false}
        onChange={set}
        w={150}
      />
      {typeof deal.is === "object" && (
        <MultiSelect
          aria-label={t("editor.dealStages")}
          data={(pipeline?.stages ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          value={deal.is.in_stage}
          onChange={(stages) => onChange({ ...deal, is: { in_stage: stages } })}
          miw={200}
        />
      )}
    </Group>
  );
}
