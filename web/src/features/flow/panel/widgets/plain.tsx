/** Numbers, yes or no. */
import { NumberInput, Switch } from "@mantine/core";
import { resolved, typeOf } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

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
