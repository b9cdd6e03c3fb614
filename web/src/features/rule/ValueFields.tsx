/** A value that a property may have: a text, a number, yes or no, a day, several texts. */
import { NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Rule.module.css";
import type { Value } from "./rule";
import { useSurroundings } from "./surroundings";
import { as, KINDS, kindOf, listLike, type ValueKind } from "./value";

type Props = {
  value: Value;
  onChange: (value: Value) => void;
  /** It is set, not compared with: it may be several texts. */
  lists?: boolean;
};

/** What it is, and of which kind: a text "25" is not the number 25. */
export function ValueFields({ value, onChange, lists = false }: Props) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const kind = kindOf(value);
  const kinds = KINDS.filter((one) => one !== "list" || lists || kind === "list");
  return (
    <>
      <OneValue kind={kind} value={value} onChange={onChange} />
      <Select
        className={classes.word}
        maw={120}
        aria-label={t("editor.valueKind")}
        data={kinds.map((one) => ({ value: one, label: t(`editor.kinds.${one}`) }))}
        value={kind}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => onChange(as(next as ValueKind, value))}
      />
    </>
  );
}

function OneValue({ kind, value, onChange }: Props & { kind: ValueKind }) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const shared = { className: classes.word, "aria-label": t("editor.value"), disabled };
  switch (kind) {
    case "number":
      return (
        <NumberInput
          {...shared}
          value={value as number}
          onChange={(next) => typeof next === "number" && onChange(next)}
        />
      );
    case "yes_no":
      return (
        <Select
          {...shared}
          data={[
            { value: "true", label: t("sentence.yes") },
            { value: "false", label: t("sentence.no") },
          ]}
          value={String(value)}
          allowDeselect={false}
          onChange={(next) => onChange(next === "true")}
        />
      );
    case "time":
      return (
        <DayField
          at={(value as { time: number }).time}
          onChange={(time) => onChange({ time: time })}
        />
      );
    case "list":
      return (
        <ListField values={value as string[]} onChange={(next) => onChange(next.map(String))} />
      );
    default:
      return (
        <TextInput
          {...shared}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
}

type ListProps<T> = { values: readonly T[]; onChange: (values: (string | number)[]) => void };

/** Numbers among the values stay numbers. */
export function ListField({ values, onChange }: ListProps<unknown>) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  return (
    <TagsInput
      className={classes.word}
      maw="none"
      aria-label={t("editor.value")}
      placeholder={values.length === 0 ? t("editor.values") : undefined}
      acceptValueOnBlur
      disabled={disabled}
      value={values.map(String)}
      onChange={(next) => onChange(listLike(values, next))}
    />
  );
}

/** A day, as midnight of UTC, which is what the server compares with. */
export function DayField({ at, onChange }: { at: number; onChange: (at: number) => void }) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  return (
    <TextInput
      className={classes.word}
      type="date"
      aria-label={t("editor.value")}
      disabled={disabled}
      value={Number.isFinite(at) ? new Date(at).toISOString().slice(0, 10) : ""}
      onChange={(event) => {
        const day = Date.parse(event.currentTarget.value);
        if (!Number.isNaN(day)) onChange(day);
      }}
    />
  );
}
