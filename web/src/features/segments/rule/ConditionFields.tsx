/** A property, a test, and the value it is tested for. */
import { Autocomplete, Group, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Condition, Test } from "./rule";
import { variant } from "./rule";
import { changedTo, nameOf, TESTS, type TestName } from "./tests";

/** Names that most clients send; any other can be typed. */
const COMMON = ["city", "country", "company", "company_size", "email", "name", "role"];
const OF_EVENTS = ["url", "path", "title", "name"];

type Props = {
  condition: Condition;
  onChange: (condition: Condition) => void;
  ofEvent?: boolean;
};

export function ConditionFields({ condition, onChange, ofEvent = false }: Props) {
  const { t } = useTranslation("segments");
  const { name, test } = condition;
  return (
    <Group gap="xs" align="flex-start">
      <Autocomplete
        aria-label={t("editor.property")}
        placeholder={t("editor.property")}
        data={ofEvent ? OF_EVENTS : COMMON}
        value={name}
        onChange={(next) => onChange({ ...condition, name: next })}
        w={150}
      />
      <Select
        aria-label={t("editor.test")}
        data={TESTS.map((value) => ({ value, label: t(`tests.${value}`) }))}
        value={nameOf(test)}
        allowDeselect={false}
        searchable
        onChange={(next) => onChange({ ...condition, test: changedTo(next as TestName, test) })}
        w={150}
      />
      <ValueFields test={test} onChange={(next) => onChange({ ...condition, test: next })} />
    </Group>
  );
}

type ValueProps = { test: Test; onChange: (test: Test) => void };

function ValueFields({ test, onChange }: ValueProps) {
  const { t } = useTranslation("segments");
  const [how, value] = variant(test);
  const label = t("editor.value");
  const set = (next: unknown) => onChange({ [how]: next } as Test);
  switch (how) {
    case "is":
    case "is_not":
      return <AnyValue value={value} onChange={set} />;
    case "is_any_of":
      return (
        <TagsInput
          aria-label={label}
          placeholder={t("editor.values")}
          value={(value as unknown[]).map(String)}
          onChange={set}
          miw={180}
        />
      );
    case "between": {
      const [low, high] = value as [number, number];
      return (
        <Group gap="xs">
          <NumberInput
            aria-label={t("editor.low")}
            value={low}
            onChange={(next) => set([Number(next), high])}
            w={90}
          />
          <NumberInput
            aria-label={t("editor.high")}
            value={high}
            onChange={(next) => set([low, Number(next)])}
            w={90}
          />
        </Group>
      );
    }
    case "more_than":
    case "at_least":
    case "less_than":
    case "at_most":
      return (
        <NumberInput
          aria-label={label}
          value={value as number}
          onChange={(next) => set(Number(next))}
          w={110}
        />
      );
    case "before":
    case "after":
      return (
        <TextInput
          aria-label={label}
          type="date"
          value={new Date(Number(value)).toISOString().slice(0, 10)}
          onChange={(event) => {
            const at = Date.parse(event.currentTarget.value);
            if (!Number.isNaN(at)) set(at);
          }}
        />
      );
    case "exists":
      return (
        <Select
          aria-label={label}
          data={[
            { value: "true", label: t("editor.exists") },
            { value: "false", label: t("editor.existsNot") },
          ]}
          value={String(value)}
          allowDeselect={false}
          onChange={(next) => set(next === "true")}
          w={150}
        />
      );
    default:
      return (
        <TextInput
          aria-label={label}
          value={String(value)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}

type Kind = "text" | "number" | "yes_no";

/** A text, a number, or yes and no: the property's kind decides which matches. */
function AnyValue({ value, onChange }: { value: unknown; onChange: (value: unknown) => void }) {
  const { t } = useTranslation("segments");
  const kind: Kind =
    typeof value === "number" ? "number" : typeof value === "boolean" ? "yes_no" : "text";
  const label = t("editor.value");
  const as: Record<Kind, () => unknown> = {
    text: () => (typeof value === "boolean" ? "" : String(value)),
    number: () => Number(value) || 0,
    yes_no: () => true,
  };
  return (
    <Group gap="xs">
      <Select
        aria-label={t("editor.valueKind")}
        data={(["text", "number", "yes_no"] as const).map((one) => ({
          value: one,
          label: t(`contacts:value.kinds.${one}`),
        }))}
        value={kind}
        allowDeselect={false}
        onChange={(next) => onChange(as[next as Kind]())}
        w={110}
      />
      {kind === "number" ? (
        <NumberInput
          aria-label={label}
          value={value as number}
          onChange={(next) => onChange(Number(next))}
          w={110}
        />
      ) : kind === "yes_no" ? (
        <Select
          aria-label={label}
          data={[
            { value: "true", label: t("contacts:value.yes") },
            { value: "false", label: t("contacts:value.no") },
          ]}
          value={String(value)}
          allowDeselect={false}
          onChange={(next) => onChange(next === "true")}
          w={90}
        />
      ) : (
        <TextInput
          aria-label={label}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      )}
    </Group>
  );
}
