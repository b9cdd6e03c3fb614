/** The settings of a step, each by its schema; where one has to choose between some, these. */
import type { ComponentType } from "react";
import { useEditor } from "../canvas/context";
import type { FlowNode } from "../model/document";
import { fieldsOf } from "../model/schema";
import { type FormProps, Setting } from "./Setting";
import { ThresholdForm } from "./ThresholdForm";

export function SettingsForm({ node }: { node: FlowNode }) {
  const kind = useEditor((state) => state.kinds.get(node.kind));
  if (!kind) return null;
  const fields = fieldsOf(kind.schema);
  const Form = FORMS[kind.name];
  if (Form) return <Form node={node} fields={fields} />;
  return fields.map((field) => <Setting key={field.name} node={node} field={field} />);
}

/** Kinds of steps with a form of their own. */
const FORMS: Readonly<Record<string, ComponentType<FormProps>>> = {
  score_crosses: ThresholdForm,
};
