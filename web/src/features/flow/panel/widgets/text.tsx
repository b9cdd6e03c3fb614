/** A text. Where it may name the contact's own values, they can be put in and tried on somebody. */
import { Button, Group, Textarea } from "@mantine/core";
import { useRef } from "react";
import { type FieldProps, inputProps, useForm } from "../fields";
import { STAND_INS } from "../stand-ins";
import { TextPreview } from "./TextPreview";

export function TextField(props: FieldProps) {
  const { readOnly, speech } = useForm();
  const { schema, value, onChange, help = "" } = props;
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typeof value === "string" ? value : "";
  // The registry has no flag for it: the help of such a text names what may stand in it.
  const described = `${String(schema.description ?? "")} ${help}`;
  const takesStandIns = described.includes("{name}") || described.includes("stand-ins");
  const set = (next: string) => onChange(next === "" && schema.default === null ? null : next);
  const insert = (word: string) => {
    const at = area.current?.selectionStart ?? text.length;
    const end = area.current?.selectionEnd ?? at;
    set(text.slice(0, at) + word + text.slice(end));
    area.current?.focus();
    // After the field has its new text, the cursor stands behind what was put in.
    setTimeout(() => area.current?.setSelectionRange(at + word.length, at + word.length), 0);
  };
  return (
    <div>
      <Textarea
        {...inputProps(props, readOnly)}
        ref={area}
        autosize
        minRows={1}
        maxRows={8}
        value={text}
        onChange={(event) => set(event.currentTarget.value)}
      />
      {takesStandIns && !readOnly && (
        <Group gap={4} mt={4}>
          {STAND_INS.map((word) => (
            <Button
              key={word}
              size="compact-xs"
              variant="default"
              title={speech.t("panel.insert", { word })}
              onClick={() => insert(word)}
            >
              {word}
            </Button>
          ))}
        </Group>
      )}
      {takesStandIns && <TextPreview text={text} label={props.label} />}
    </div>
  );
}
