/** Rules and their parts in a step's settings: the fields are those of segments, too. */
import { Input, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { ConditionFields, TestFields } from "@/features/rule/ConditionFields";
import { EventFields, EventNameFields } from "@/features/rule/EventFields";
import { ComparisonFields, SpanFields } from "@/features/rule/number-fields";
import classes from "@/features/rule/Rule.module.css";
import { RuleBuilder } from "@/features/rule/RuleBuilder";
import type {
  Comparison,
  Condition,
  EventMatch,
  Rule,
  Span,
  Test,
  Value,
} from "@/features/rule/rule";
import { RuleSurroundings } from "@/features/rule/surroundings";
import { useRuleSentence } from "@/features/rule/useRuleSentence";
import { ValueFields } from "@/features/rule/ValueFields";
import { chosenVariant, isRecord } from "../../model/schema";
import { type FieldProps, useForm } from "../fields";

/** The label of a setting around fields of a rule. */
function Labelled({ field, children }: { field: FieldProps; children: ReactNode }) {
  const { label, labelHidden, help, required, error } = field;
  const { workspace, readOnly } = useForm();
  const also = {
    tags: workspace.used.get("Tag") ?? [],
    categories: workspace.used.get("Category") ?? [],
    properties: workspace.used.get("PropertyName") ?? [],
  };
  const fields = (
    <RuleSurroundings disabled={readOnly} also={also}>
      {children}
    </RuleSurroundings>
  );
  if (labelHidden) return fields;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot be laid out as this is
    <div role="group" aria-label={label}>
      <Input.Wrapper
        label={label}
        description={help || undefined}
        required={required ?? false}
        error={error}
        labelElement="div"
      >
        <div className={classes.labelled}>{fields}</div>
      </Input.Wrapper>
    </div>
  );
}

const EVERYBODY: Rule = { all: [] };

export function RuleField(field: FieldProps) {
  const rule = chosenVariant(field.value) === null ? EVERYBODY : (field.value as Rule);
  const sentence = useRuleSentence(rule);
  return (
    <Labelled field={field}>
      <Text size="sm" className={classes.sentence}>
        {sentence(rule)}
      </Text>
      <RuleBuilder rule={rule} onChange={field.onChange} />
    </Labelled>
  );
}

export function EventMatchField(field: FieldProps) {
  const of = { event: "", ...(isRecord(field.value) ? field.value : {}) } as EventMatch;
  return (
    <Labelled field={field}>
      <EventFields of={of} onChange={field.onChange} />
    </Labelled>
  );
}

export function EventNameField(field: FieldProps) {
  const event = typeof field.value === "string" ? field.value : "";
  return (
    <Labelled field={field}>
      <div className={classes.fields}>
        <EventNameFields event={event} onChange={field.onChange} />
      </div>
    </Labelled>
  );
}

const BLANK_TEST: Test = { is: "" };

/** A property and its test: `country is Poland`. */
export function ConditionField(field: FieldProps) {
  const value = isRecord(field.value) ? field.value : {};
  const condition = { name: "", test: BLANK_TEST, ...value } as Condition;
  return (
    <Labelled field={field}>
      <ConditionFields condition={condition} onChange={field.onChange} />
    </Labelled>
  );
}

export function PropertyTestField(field: FieldProps) {
  const test = chosenVariant(field.value) === null ? BLANK_TEST : (field.value as Test);
  return (
    <Labelled field={field}>
      <div className={classes.fields}>
        <TestFields test={test} onChange={field.onChange} />
      </div>
    </Labelled>
  );
}

export function ComparisonField(field: FieldProps) {
  const comparison = (chosenVariant(field.value) ? field.value : { at_least: 0 }) as Comparison;
  return (
    <Labelled field={field}>
      <div className={classes.fields}>
        <ComparisonFields comparison={comparison} onChange={field.onChange} />
      </div>
    </Labelled>
  );
}

export function SpanField(field: FieldProps) {
  const span = (chosenVariant(field.value) ? field.value : { days: 1 }) as Span;
  return (
    <Labelled field={field}>
      <div className={classes.fields}>
        <SpanFields span={span} onChange={field.onChange} />
      </div>
    </Labelled>
  );
}

export function ValueField(field: FieldProps) {
  return (
    <Labelled field={field}>
      <div className={classes.fields}>
        <ValueFields lists value={(field.value ?? "") as Value} onChange={field.onChange} />
      </div>
    </Labelled>
  );
}
