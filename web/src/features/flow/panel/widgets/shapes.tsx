/** What any schema can be drawn by, without a word about what it means. */
import {
  Button,
  Fieldset,
  Group,
  Input,
  MultiSelect,
  SegmentedControl,
  Select,
  Stack,
} from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ComponentType } from "react";
import { Remove } from "@/features/rule/Remove";
import {
  chosenVariant,
  fieldsOf,
  initial,
  initialVariant,
  isRecord,
  nameOf,
  resolved,
  variantsOf,
} from "../../model/schema";
import { choiceName, fieldName } from "../../words/words";
import { type FieldProps, inputProps, useForm } from "../fields";

/** The field that draws whatever is inside; handed in, so that shapes and fields need not import each other. */
type Inside = { readonly field: ComponentType<FieldProps> };

/** An optional thing: added when it is wanted, and taken away again. */
export function NullableField({
  inner: Inner,
  ...props
}: FieldProps & { inner: ComponentType<FieldProps> }) {
  const { root, speech, readOnly } = useForm();
  const { label, help, value, onChange, schema } = props;
  if (value !== null && value !== undefined) {
    return (
      <Group gap={4} wrap="nowrap" align="flex-start">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Inner {...props} />
        </div>
        {!readOnly && (
          <Remove
            label={speech.t("panel.remove", { field: label })}
            onClick={() => onChange(schema.default === null ? null : undefined)}
          />
        )}
      </Group>
    );
  }
  const { default: _, ...required } = schema;
  const only = Array.isArray(required.anyOf)
    ? required.anyOf.filter(isRecord).find((part) => part.type !== "null")
    : undefined;
  const begin = () => {
    const start = initial(only ?? required, root);
    onChange(start ?? initialVariant(variantsOf(resolved(schema, root))?.[0], root) ?? "");
  };
  return (
    <Input.Wrapper label={label} description={help || undefined} labelElement="div">
      <Button
        size="compact-sm"
        variant="default"
        mt={4}
        disabled={readOnly}
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={begin}
      >
        {speech.t("panel.add", { field: label })}
      </Button>
    </Input.Wrapper>
  );
}

/** One of several ways; a way with something inside shows it. */
export function ChoiceField({ field: Field, ...props }: FieldProps & Inside) {
  const { root, speech, readOnly } = useForm();
  const { schema, value, onChange } = props;
  const type = nameOf(schema);
  const ways = variantsOf(resolved(schema, root)) ?? [];
  const chosen = chosenVariant(value);
  const way = ways.find(({ name }) => name === chosen?.name);
  const data = ways.map(({ name }) => ({ value: name, label: choiceName(speech, type, name) }));
  const choose = (name: string | null) =>
    name &&
    onChange(
      initialVariant(
        ways.find((one) => one.name === name),
        root,
      ),
    );
  const bare = ways.every(({ inner }) => inner === null);
  return (
    <Stack gap={6}>
      {bare && ways.length <= 2 && !props.labelHidden ? (
        <Input.Wrapper {...inputProps(props, readOnly)} labelElement="div">
          <SegmentedControl
            fullWidth
            size="sm"
            mt={4}
            aria-label={props.label}
            data={data}
            value={chosen?.name ?? ways[0]?.name ?? ""}
            disabled={readOnly}
            onChange={choose}
          />
        </Input.Wrapper>
      ) : (
        <Select
          {...inputProps(props, readOnly)}
          allowDeselect={false}
          placeholder={speech.t("panel.choose")}
          data={data}
          value={chosen?.name ?? null}
          onChange={choose}
        />
      )}
      {chosen && way?.inner && (
        <Field
          {...props}
          schema={way.inner}
          label={choiceName(speech, type, chosen.name)}
          labelHidden
          help={undefined}
          required
          value={chosen.value}
          onChange={(next) => onChange({ [chosen.name]: next })}
        />
      )}
    </Stack>
  );
}

export function ObjectField({ field: Field, ...props }: FieldProps & Inside) {
  const { root, speech } = useForm();
  const { schema, value, onChange, label, labelHidden } = props;
  const settings = isRecord(value) ? value : {};
  const fields = fieldsOf(resolved(schema, root)).map(({ name, schema: inner, required }) => (
    <Field
      key={name}
      schema={inner}
      label={fieldName(speech, name)}
      // The texts of inner types are written for programmers; only a translated one is shown.
      help={speech.t(`help.inner.${name}`, { defaultValue: "" })}
      required={required}
      around={settings}
      value={settings[name]}
      onChange={(next) => {
        const { [name]: _, ...rest } = settings;
        onChange(next === undefined ? rest : { ...settings, [name]: next });
      }}
    />
  ));
  if (labelHidden) return <Stack gap="xs">{fields}</Stack>;
  return (
    <Fieldset legend={label} p="xs">
      <Stack gap="xs">{fields}</Stack>
    </Fieldset>
  );
}

export function ArrayField({ field: Field, ...props }: FieldProps & Inside) {
  const { root, speech, readOnly } = useForm();
  const { schema, value, onChange, label } = props;
  const items = resolved(schema, root).items;
  const item = isRecord(items) ? items : {};
  const list = Array.isArray(value) ? value : [];
  const words = variantsOf(resolved(item, root));
  if (words?.every((way) => way.inner === null)) {
    return (
      <MultiSelect
        {...inputProps(props, readOnly)}
        placeholder={list.length === 0 ? speech.t("panel.choose") : undefined}
        data={words.map((way) => ({
          value: way.name,
          label: choiceName(speech, nameOf(item), way.name),
        }))}
        value={list.map(String)}
        onChange={onChange}
      />
    );
  }
  const begin = () => onChange([...list, initial(item, root) ?? ""]);
  return (
    <Input.Wrapper {...inputProps(props, readOnly)} labelElement="div">
      <Stack gap={6} mt={4}>
        {list.map((one, index) => (
          <Group key={index} gap={4} wrap="nowrap" align="flex-start">
            <div style={{ flex: 1 }}>
              <Field
                schema={item}
                label={`${label} ${index + 1}`}
                labelHidden
                required
                around={props.around}
                value={one}
                onChange={(next) => onChange(list.map((old, at) => (at === index ? next : old)))}
              />
            </div>
            {!readOnly && (
              <Remove
                label={speech.t("panel.remove", { field: `${label} ${index + 1}` })}
                onClick={() => onChange(list.filter((_, at) => at !== index))}
              />
            )}
          </Group>
        ))}
        {!readOnly && (
          <Button
            size="compact-xs"
            variant="subtle"
            w="fit-content"
            leftSection={<IconPlus size={12} aria-hidden />}
            onClick={begin}
          >
            {speech.t("panel.addOne")}
          </Button>
        )}
      </Stack>
    </Input.Wrapper>
  );
}
