/** Draws a setting by its schema: a widget for a shared type that has one, else by its shape. */
import type { ComponentType } from "react";
import { nameOf, resolved, typeOf, variantsOf } from "../model/schema";
import { type FieldProps, useForm } from "./fields";
import { MoneyField } from "./widgets/money";
import { BooleanField, NumberField } from "./widgets/plain";
import { PipelineField, SegmentField, StageField, UsedWordField } from "./widgets/references";
import {
  ComparisonField,
  ConditionField,
  EventMatchField,
  EventNameField,
  PropertyTestField,
  RuleField,
  SpanField,
  ValueField,
} from "./widgets/rule";
import { ScoreClassField } from "./widgets/score-class";
import { ArrayField, ChoiceField, NullableField, ObjectField } from "./widgets/shapes";
import { TextField } from "./widgets/text";

/** By the name of the shared type. One line per type that deserves more than its shape gives. */
const WIDGETS: Readonly<Record<string, ComponentType<FieldProps>>> = {
  Span: SpanField,
  Money: MoneyField,
  Class: ScoreClassField,
  Comparison: ComparisonField,
  SegmentId: SegmentField,
  PipelineId: PipelineField,
  StageId: StageField,
  Tag: UsedWordField,
  Category: UsedWordField,
  PropertyName: UsedWordField,
  EventName: EventNameField,
  EventMatch: EventMatchField,
  PropertyCondition: ConditionField,
  PropertyTest: PropertyTestField,
  Rule: RuleField,
  Value: ValueField,
};

/** Widgets in which "nothing" is one of the answers. The others are added and taken away. */
const TAKES_NOTHING = new Set([
  "SegmentId",
  "PipelineId",
  "StageId",
  "Tag",
  "Category",
  "PropertyName",
]);

export function SchemaField(props: FieldProps) {
  const { root } = useForm();
  const name = nameOf(props.schema);
  const plain = resolved(props.schema, root);
  const type = typeOf(plain);
  const isBare =
    name === undefined &&
    (type === "string" || type === "integer" || type === "number" || type === "boolean");
  const optional = !props.required && !isBare && !(name !== undefined && TAKES_NOTHING.has(name));
  const hasDefault = props.schema.default !== undefined && props.schema.default !== null;
  if (optional && !hasDefault && variantsOf(plain)?.every((way) => way.inner === null) !== true) {
    return <NullableField {...props} inner={Inner} />;
  }
  return <Inner {...props} />;
}

function Inner(props: FieldProps) {
  const { root } = useForm();
  const name = nameOf(props.schema);
  const Widget = name === undefined ? undefined : WIDGETS[name];
  if (Widget) return <Widget {...props} />;
  const plain = resolved(props.schema, root);
  if (variantsOf(plain)) return <ChoiceField {...props} field={SchemaField} />;
  switch (typeOf(plain)) {
    case "boolean":
      return <BooleanField {...props} />;
    case "integer":
    case "number":
      return <NumberField {...props} />;
    case "array":
      return <ArrayField {...props} field={SchemaField} />;
    case "object":
      return <ObjectField {...props} field={SchemaField} />;
    default:
      return <TextField {...props} />;
  }
}
