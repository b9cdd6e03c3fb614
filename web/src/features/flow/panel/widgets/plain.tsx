/** Texts, numbers, yes or no. */
import { Button, Group, NumberInput, Switch, Textarea } from "@mantine/core";
import { resolved, typeOf } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

/** What stands for the contact's own values in a text, as the help of such a text names them. */
const STAND_INS = ["{name}", "{email}", "{score}"] as const;

export function TextField(props: FieldProps) {
  const { readOnly, speech } = useForm();
  const { schema, value, onChange, help = "" } = props;
  const text = typeof value === "string" ? value : "";
  const described = `${String(schema.description ?? "")} ${help}`;
  const takesStandIns = described.includes("{name}") || described.includes("stand-ins");
  const set = (next: string) => onChange(next === "" && schema.default === null ? null : next);
  return (
    <div>
      <Textarea
        {...inputProps(props, readOnly)}
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
              onClick={() => set(`${text}${word}`)}
            >
              {word}
            </Button>
          ))}
        </Group>
      )}
    </div>
  );
}

export function NumberField(props: FieldProps) {
  const { readOnly, root } = useForm();
  const { value, onChange } = props;
  const plain = resolved(props.schema, root);
  return (
    <NumberInput
      {...inputProps(props, readOnly)}
      value={typeof value === "number" ? value : ""}
      allowDecimal={typeOf(plain) !== "integer"}
      {...(typeof plain.minimum === "number" ? { min: plain.minimum } : {})}
      onChange={(next) => onChange(typeof next === "number" ? next : empty(props))}
    />
  );
}

/** A number that is deleted is no zero. */
const empty = ({ schema }: FieldProps) => (schema.default === null ? null : undefined);

export function BooleanField(props: FieldProps) {
  const { readOnly } = useForm();
  const { label, help, value, onChange } = props;
  return (
    <Switch
      label={label}
      description={help || undefined}
      checked={value === true}
      disabled={readOnly}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
