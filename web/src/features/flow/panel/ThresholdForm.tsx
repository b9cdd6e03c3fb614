/** Which threshold a score crosses: a number of points, or the beginning of a class of a scoring model. */
import { Input, SegmentedControl } from "@mantine/core";
import { useEditor, useFlow } from "../canvas/context";
import { setSettings } from "../session/acts";
import { type FormProps, Setting } from "./Setting";
import { type Threshold, thresholdOf, turnedTo } from "./threshold";

/** What is asked about each. */
const SHOWN: Readonly<Record<Threshold, readonly string[]>> = {
  points: ["points", "category", "direction"],
  class: ["class", "direction"],
};

export function ThresholdForm({ node, fields }: FormProps) {
  const { stage, speech } = useFlow();
  const readOnly = useEditor((state) => state.readOnly);
  const threshold = thresholdOf(node.settings);
  const shown = SHOWN[threshold].flatMap(
    (name) => fields.find((field) => field.name === name) ?? [],
  );
  const data = (["points", "class"] as const).map((value) => ({
    value,
    label: speech.t(`threshold.${value}`),
  }));
  return (
    <>
      <Input.Wrapper
        label={speech.t("threshold.label")}
        description={speech.t("threshold.help")}
        labelElement="div"
      >
        <SegmentedControl
          fullWidth
          size="sm"
          mt={4}
          aria-label={speech.t("threshold.label")}
          data={data}
          value={threshold}
          disabled={readOnly}
          onChange={(to) =>
            setSettings(stage.editor, node.id, turnedTo(to as Threshold, node.settings), "class")
          }
        />
      </Input.Wrapper>
      {shown.map((field) => (
        // One of the two has to be said, although the schema alone asks for neither.
        <Setting
          key={field.name}
          node={node}
          field={{ ...field, required: field.required || field.name === threshold }}
        />
      ))}
    </>
  );
}
