/** What changed about the flow itself, apart from its steps: each setting as it was and as it is. */
import { Text } from "@mantine/core";
import { useFlow } from "../canvas/context";
import type { Comparison } from "../model/compare";
import { flowSettingText } from "../words/flow-settings";
import { fieldName } from "../words/words";
import classes from "./Changes.module.css";

export function FlowChanges({ changes }: { changes: Comparison }) {
  const { speech } = useFlow();
  const edits = changes.fields.get(null) ?? [];
  return edits.map(({ path, before, after }) => (
    <Text key={path} size="sm" className={classes.changes}>
      {fieldName(speech, path)}: <del>{flowSettingText(speech, path, before)}</del>{" "}
      <ins>{flowSettingText(speech, path, after)}</ins>
    </Text>
  ));
}
