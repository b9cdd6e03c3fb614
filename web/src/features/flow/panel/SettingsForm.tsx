/** The settings of a step, each by its schema. */
import { useEditor, useFlow } from "../canvas/context";
import { withSetting } from "../model/change";
import type { FlowNode } from "../model/document";
import { nodeOf } from "../model/graph";
import { fieldsOf } from "../model/schema";
import { setSettings } from "../session/acts";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { fieldHelp, fieldName } from "../words/words";
import { SchemaField } from "./SchemaField";

export function SettingsForm({ node }: { node: FlowNode }) {
  const { stage, speech } = useFlow();
  const textOf = useDiagnosticText();
  const kind = useEditor((state) => state.kinds.get(node.kind));
  const diagnostics = useEditor((state) => state.diagnostics);
  if (!kind) return null;
  const errorOf = (field: string) => {
    const found = diagnostics.find((one) => one.node === node.id && one.field === field);
    return found && textOf(found).message;
  };
  return fieldsOf(kind.schema).map((field) => (
    <div key={field.name} data-field={field.name}>
      <SchemaField
        schema={field.schema}
        label={fieldName(speech, field.name)}
        help={fieldHelp(speech, kind.name, field.name, field.help)}
        required={field.required}
        error={errorOf(field.name)}
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
  ));
}
