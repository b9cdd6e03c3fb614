/** Which events are meant, and what is asked of their properties. */
import { ActionIcon, Button, Group, Select, Stack, TextInput } from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import {
  chosenVariant,
  initialVariant,
  isRecord,
  resolved,
  type Schema,
  variantsOf,
} from "../../model/schema";
import { eventName } from "../../words/values";
import { choiceName } from "../../words/words";
import { type FieldProps, inputProps, useForm } from "../fields";
import { Together } from "./amounts";
import { UsedWordField } from "./references";
import { ValueField } from "./value";

const CUSTOM = "custom:";

/** The built-in events by name, and events of one's own. */
export function EventNameField(props: FieldProps) {
  const { root, speech, readOnly } = useForm();
  const { value, onChange } = props;
  const text = typeof value === "string" ? value : "";
  const own = text.startsWith(CUSTOM);
  const plain = resolved(props.schema, root);
  const ways = Array.isArray(plain.anyOf) ? plain.anyOf.filter(isRecord) : [];
  const builtIn = ways.flatMap((way) => (Array.isArray(way.enum) ? way.enum.map(String) : []));
  const data = [
    ...builtIn.map((name) => ({ value: name, label: eventName(speech, name) })),
    { value: CUSTOM, label: speech.t("event.custom") },
  ];
  return (
    <Stack gap={6}>
      <Select
        {...inputProps(props, readOnly)}
        allowDeselect={false}
        placeholder={speech.t("panel.choose")}
        data={data}
        value={own ? CUSTOM : text || null}
        onChange={(name) => name && onChange(name)}
      />
      {own && (
        <TextInput
          size="sm"
          aria-label={speech.t("event.customName")}
          placeholder={speech.t("event.customName")}
          disabled={readOnly}
          value={text.slice(CUSTOM.length)}
          onChange={(event) => onChange(`${CUSTOM}${event.currentTarget.value}`)}
        />
      )}
    </Stack>
  );
}

export function EventMatchField(props: FieldProps) {
  const { root, speech, readOnly } = useForm();
  const value = isRecord(props.value) ? props.value : {};
  const where = Array.isArray(value.where) ? value.where : [];
  const schema = resolved(props.schema, root);
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const set = (change: Readonly<Record<string, unknown>>) =>
    props.onChange({ ...value, ...change });
  const setWhere = (next: readonly unknown[]) => {
    const { where: _, ...rest } = value;
    props.onChange(next.length > 0 ? { ...rest, where: next } : rest);
  };
  const condition = itemOf(properties.where);
  return (
    <Stack gap={6}>
      <EventNameField
        {...props}
        schema={isRecord(properties.event) ? properties.event : {}}
        value={value.event}
        onChange={(event) => set({ event })}
      />
      {where.map((one, index) => (
        <Group key={index} gap={4} wrap="nowrap" align="flex-start">
          <div style={{ flex: 1 }}>
            <ConditionField
              {...props}
              label={speech.t("panel.condition")}
              labelHidden
              schema={condition}
              value={one}
              onChange={(next) => setWhere(where.map((old, at) => (at === index ? next : old)))}
            />
          </div>
          <Remove
            label={speech.t("panel.removeCondition")}
            onClick={() => setWhere(where.filter((_, at) => at !== index))}
          />
        </Group>
      ))}
      {!readOnly && (
        <Button
          size="compact-xs"
          variant="subtle"
          w="fit-content"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => setWhere([...where, { name: "", test: { is: "" } }])}
        >
          {speech.t("panel.addWhere")}
        </Button>
      )}
    </Stack>
  );
}

const itemOf = (list: unknown): Schema =>
  isRecord(list) && isRecord(list.items) ? list.items : {};

/** A property and its test: `country is Poland`. */
export function ConditionField(props: FieldProps) {
  const { speech, root } = useForm();
  const value = isRecord(props.value) ? props.value : {};
  const schema = resolved(props.schema, root);
  const properties = isRecord(schema.properties) ? schema.properties : {};
  const set = (change: object) => props.onChange({ ...value, ...change });
  return (
    <Stack gap={4}>
      <UsedWordField
        {...props}
        help={undefined}
        label={speech.t("panel.property")}
        labelHidden
        required
        schema={isRecord(properties.name) ? properties.name : {}}
        value={value.name}
        onChange={(name) => set({ name })}
      />
      <PropertyTestField
        {...props}
        label={speech.t("panel.test")}
        labelHidden
        schema={isRecord(properties.test) ? properties.test : {}}
        value={value.test}
        onChange={(test) => set({ test })}
      />
    </Stack>
  );
}

/** How a value is tested, and against what. */
export function PropertyTestField(props: FieldProps) {
  const { root, speech, readOnly } = useForm();
  const ways = variantsOf(resolved(props.schema, root)) ?? [];
  const chosen = chosenVariant(props.value);
  const way = ways.find(({ name }) => name === chosen?.name);
  const start = (name: string) => {
    const next = ways.find((one) => one.name === name);
    const kept = chosen && typeof chosen.value === "string" ? chosen.value : undefined;
    const made = initialVariant(next, root);
    const takesText = isRecord(made) && typeof made[name] === "string";
    props.onChange(takesText && kept !== undefined ? { [name]: kept } : made);
  };
  return (
    <Together field={props}>
      <Select
        w={130}
        size="sm"
        aria-label={speech.t("panel.test")}
        allowDeselect={false}
        disabled={readOnly}
        placeholder={speech.t("panel.choose")}
        data={ways.map(({ name }) => ({
          value: name,
          label: choiceName(speech, "PropertyTest", name),
        }))}
        value={chosen?.name ?? null}
        onChange={(name) => name && start(name)}
      />
      <div style={{ flex: 1 }}>
        {chosen && way?.inner && (
          <ValueField
            {...props}
            label={speech.t("panel.value")}
            labelHidden
            help={undefined}
            schema={way.inner}
            value={chosen.value}
            onChange={(next) => props.onChange({ [chosen.name]: next })}
          />
        )}
      </div>
    </Together>
  );
}

export function Remove({ label, onClick }: { label: string; onClick: () => void }) {
  const { readOnly } = useForm();
  if (readOnly) return null;
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={30}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <IconX size={14} />
    </ActionIcon>
  );
}
