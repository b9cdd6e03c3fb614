/** One setting of a step, drawn by its schema, with what is wrong with it. */
import { useEditor, useFlow } from "../canvas/context";
import { withSetting } from "../model/change";
import type { FlowNode } from "../model/document";
import { nodeOf } from "../model/graph";
import type { Field } from "../model/schema";
import { setSettings } from "../session/acts";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { fieldHelp, fieldName } from "../words/words";
import { SchemaField } from "./SchemaField";

export type FormProps = { readonly node: FlowNode; readonly fields: readonly Field[] };

type Props = { readonly node: FlowNode; readonly field: Field };

export function Setting({ node, field }: Props) {
  const { stage, speech } = useFlow();
  const textOf = useDiagnosticText();
  const diagnostics = useEditor((state) => state.diagnostics);
  const found = diagnostics.find((one) => one.node === node.id && one.field === field.name);
  return (
    <div data-field={field.name}>
      <SchemaField
        schema={field.schema}
        label={fieldName(speech, field.name)}
        help={fieldHelp(speech, node.kind, field.name, field.help)}
        required={field.required}
        error={found && textOf(found).message}
        around={node.settings}
        value={node.settings[field.name]}
        onChange={(value) => {
          // The step as it is now: two fields may change before the form is drawn again.
          const now = nodeOf(stage.editor.state.document, node.id)?.settings ?? node.settings;
          const settings = withSetting(now, field.name, value);
          setSettings(stage.editor, node.id, settings, field.name);
        }}
      />
    </div>
  );
}
