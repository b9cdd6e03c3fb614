/** In the mode that compares: each setting of a step as it was and as it is. */
import { Stack, Text, Title } from "@mantine/core";
import { useEditor, useFlow } from "../canvas/context";
import type { FlowNode } from "../model/document";
import { equal } from "../model/equal";
import { fieldsOf } from "../model/schema";
import { fieldName, settingText } from "../words/words";
import classes from "./Changes.module.css";

export function FieldChanges({ node }: { node: FlowNode }) {
  const { marks, speech } = useFlow();
  const kind = useEditor((state) => state.kinds.get(node.kind));
  const edits = marks?.fields.get(node.id);
  if (!edits) return null;
  const text = (path: string, value: unknown) => {
    if (value === undefined || value === null || value === "") return "—";
    const field = kind && fieldsOf(kind.schema).find(({ name }) => `settings.${name}` === path);
    return field ? settingText(speech, field.schema, value, node.settings) : String(value);
  };
  return (
    <Stack gap={4} className={classes.changes}>
      <Title order={3}>{speech.t("diff.fields")}</Title>
      {edits
        .filter((edit) => !equal(edit.before, edit.after))
        .map((edit) => (
          <Text key={edit.path} size="sm">
            {fieldName(speech, edit.path.replace(/^settings\./, ""))}:{" "}
            <del>{text(edit.path, edit.before)}</del> <ins>{text(edit.path, edit.after)}</ins>
          </Text>
        ))}
    </Stack>
  );
}
