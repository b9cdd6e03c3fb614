/** The value of a property: a text, a number, yes or no, a day, or several texts. */
import { Group, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { isRecord, resolved, typeOf } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

export type ValueType = "text" | "number" | "boolean" | "time" | "list" | "range";

export function typeOfValue(value: unknown): ValueType {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "boolean";
  if (Array.isArray(value))
    return value.every((one) => typeof one === "number") && value.length === 2 ? "range" : "list";
  return isRecord(value) && "time" in value ? "time" : "text";
}

/** What the schema allows; null: any type of value. */
function fixedType(props: FieldProps, root: FieldProps["schema"]): ValueType | null {
  const schema = resolved(props.schema, root);
  if (schema.title === "Timestamp" || String(props.schema.$ref).endsWith("/Timestamp"))
    return "time";
  switch (typeOf(schema)) {
    case "number":
    case "integer":
      return "number";
    case "string":
      return "text";
    case "boolean":
      return "boolean";
    case "array":
      return Array.isArray(schema.prefixItems) ? "range" : "list";
    default:
      return null;
  }
}

const BEGIN: Record<ValueType, unknown> = {
  text: "",
  number: 0,
  boolean: true,
  time: null,
  list: [],
  range: [0, 0],
};
const TYPES: readonly ValueType[] = ["text", "number", "boolean", "time"];

export function ValueField(props: FieldProps) {
  const { root, speech, readOnly } = useForm();
  const fixed = fixedType(props, root);
  if (fixed !== null) return <Typed {...props} type={fixed} bareTime />;
  const type = typeOfValue(props.value);
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <div style={{ flex: 1 }}>
        <Typed {...props} type={type} />
      </div>
      <Select
        w={92}
        size="sm"
        aria-label={speech.t("panel.typeOfValue")}
        allowDeselect={false}
        disabled={readOnly}
        data={TYPES.map((name) => ({ value: name, label: speech.t(`type.${name}`) }))}
        value={type}
        onChange={(next) =>
          props.onChange(
            next === "time" ? { time: Date.now() } : BEGIN[(next ?? "text") as ValueType],
          )
        }
      />
    </Group>
  );
}

function Typed(props: FieldProps & { type: ValueType; bareTime?: boolean }) {
  const { speech, readOnly } = useForm();
  const { type, value, onChange, bareTime } = props;
  const shown = inputProps(props, readOnly);
  switch (type) {
    case "number":
      return (
        <NumberInput
          {...shown}
          value={typeof value === "number" ? value : ""}
          onChange={(next) => onChange(typeof next === "number" ? next : 0)}
        />
      );
    case "boolean":
      return (
        <Select
          {...shown}
          allowDeselect={false}
          data={["true", "false"].map((name) => ({
            value: name,
            label: speech.t(name === "true" ? "yes" : "no"),
          }))}
          value={String(value)}
          onChange={(next) => onChange(next === "true")}
        />
      );
    case "time":
      return (
        <TextInput
          {...shown}
          type="date"
          value={dayOf(isRecord(value) ? value.time : value)}
          onChange={(event) => {
            const time = Date.parse(event.currentTarget.value);
            if (Number.isFinite(time)) onChange(bareTime ? time : { time });
          }}
        />
      );
    case "list":
      return (
        <TagsInput
          {...shown}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
          acceptValueOnBlur
        />
      );
    case "range":
      return <Range {...props} />;
    default:
      return (
        <TextInput
          {...shown}
          value={typeof value === "string" ? value : ""}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

function Range(props: FieldProps) {
  const { speech, readOnly } = useForm();
  const [low = 0, high = 0] = Array.isArray(props.value) ? props.value.map(Number) : [];
  const end = (value: number, label: string, set: (next: number) => unknown[]) => (
    <NumberInput
      size="sm"
      aria-label={label}
      disabled={readOnly}
      value={value}
      onChange={(next) => props.onChange(set(Number(next) || 0))}
    />
  );
  return (
    <Group gap={4} wrap="nowrap">
      {end(low, speech.t("panel.low"), (next) => [next, high])}
      {end(high, speech.t("panel.high"), (next) => [low, next])}
    </Group>
  );
}

function dayOf(time: unknown): string {
  return typeof time === "number" && Number.isFinite(time)
    ? new Date(time).toISOString().slice(0, 10)
    : "";
}
