/** Sets, changes or clears one property. The kind of a known property stays what it is. */
import { Button, NumberInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "@/app/shared/Dialog";
import { KINDS, type Kind, kindOf, parse, typed, type Value } from "./value";

/** Changes the properties of whatever has them: null clears one. */
export type ChangeProperties = {
  mutate: (
    change: { properties: Record<string, Value | null> },
    options: { onSuccess: () => void },
  ) => void;
  isPending: boolean;
};

type Props = {
  property: { name: string; value?: Value };
  change: ChangeProperties;
  onClose: () => void;
};

export function EditProperty({ property, change, onClose }: Props) {
  const { t } = useTranslation("contacts");
  const isNew = property.value === undefined;
  const form = useForm({
    initialValues: {
      name: property.name,
      kind: (isNew ? "text" : kindOf(property.value as Value)) as Kind,
      typed: isNew ? "" : typed(property.value as Value),
    },
    validate: {
      typed: (text, { kind }) => (parse(kind, text) === undefined ? t("value.invalid") : null),
    },
  });
  const save = (value: Value | null) =>
    change.mutate({ properties: { [form.values.name]: value } }, { onSuccess: onClose });
  const { kind } = form.values;
  return (
    <FormDialog
      title={isNew ? t("properties.addTitle") : t("properties.edit", { name: property.name })}
      verb={t("app:actions.save")}
      pending={change.isPending}
      onSubmit={form.onSubmit((values) => save(parse(values.kind, values.typed) ?? null))}
      onClose={onClose}
      aside={
        !isNew && (
          <Button
            variant="subtle"
            color="red"
            onClick={() => save(null)}
            loading={change.isPending}
          >
            {t("properties.clear")}
          </Button>
        )
      }
    >
      {isNew && (
        <>
          <TextInput
            label={t("properties.name")}
            description={t("properties.nameHelp")}
            required
            data-autofocus
            {...form.getInputProps("name")}
          />
          <Select
            label={t("properties.kind")}
            data={KINDS.map((one) => ({ value: one, label: t(`value.kinds.${one}`) }))}
            allowDeselect={false}
            {...form.getInputProps("kind")}
          />
        </>
      )}
      <ValueField kind={kind} {...form.getInputProps("typed")} />
    </FormDialog>
  );
}

type FieldProps = {
  kind: Kind;
  value?: string;
  onChange: (value: string) => void;
  error?: React.ReactNode;
};

function ValueField({ kind, value, onChange, error }: FieldProps) {
  const { t } = useTranslation("contacts");
  const label = t("properties.value");
  if (kind === "yes_no") {
    return (
      <Select
        label={label}
        data={[
          { value: "yes", label: t("value.yes") },
          { value: "no", label: t("value.no") },
        ]}
        value={value === "yes" ? "yes" : "no"}
        onChange={(chosen) => onChange(chosen ?? "no")}
        allowDeselect={false}
      />
    );
  }
  if (kind === "number") {
    return (
      <NumberInput
        label={label}
        value={value}
        onChange={(typed) => onChange(String(typed))}
        error={error}
      />
    );
  }
  return (
    <TextInput
      label={label}
      description={kind === "list" ? t("value.listHelp") : undefined}
      type={kind === "time" ? "datetime-local" : "text"}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      error={error}
    />
  );
}
