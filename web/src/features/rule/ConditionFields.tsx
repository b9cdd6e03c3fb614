/** A property, a test, and the value it is tested for. */
import { Select, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Amount } from "./number-fields";
import classes from "./Rule.module.css";
import type { Condition, Test, Value } from "./rule";
import { variant } from "./rule";
import { useSurroundings } from "./surroundings";
import { changedTo, nameOf, TESTS, type TestName } from "./tests";
import { DayField, ListField, ValueFields } from "./ValueFields";
import { WordField } from "./WordField";

type Props = {
  condition: Condition;
  onChange: (condition: Condition) => void;
  /** Whose property it is: the contact's, its company's or an event's. */
  about?: "properties" | "companyProperties" | "eventProperties";
};

export function ConditionFields({ condition, onChange, about = "properties" }: Props) {
  const { t } = useTranslation("rule");
  const { name, test } = condition;
  return (
    <div className={classes.fields}>
      <WordField
        label={t(about === "companyProperties" ? "editor.companyProperty" : "editor.property")}
        of={about}
        value={name}
        onChange={(next) => onChange({ ...condition, name: next })}
      />
      <TestFields test={test} onChange={(next) => onChange({ ...condition, test: next })} />
    </div>
  );
}

type TestProps = { test: Test; onChange: (test: Test) => void };

export function TestFields({ test, onChange }: TestProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  return (
    <>
      <Select
        className={classes.word}
        aria-label={t("editor.test")}
        data={TESTS.map((value) => ({ value, label: t(`tests.${value}`) }))}
        value={nameOf(test)}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => onChange(changedTo(next as TestName, test))}
      />
      <Wanted test={test} onChange={onChange} />
    </>
  );
}

/** What the test compares with. */
function Wanted({ test, onChange }: TestProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const [how, value] = variant(test);
  const set = (next: unknown) => onChange({ [how]: next } as Test);
  switch (how) {
    case "is":
    case "is_not":
      return <ValueFields value={value as Value} onChange={set} />;
    case "is_any_of":
      return <ListField values={value as unknown[]} onChange={set} />;
    case "between": {
      const [low, high] = value as [number, number];
      return (
        <>
          <Amount decimals label={t("editor.low")} value={low} onChange={(n) => set([n, high])} />
          <Amount decimals label={t("editor.high")} value={high} onChange={(n) => set([low, n])} />
        </>
      );
    }
    case "more_than":
    case "at_least":
    case "less_than":
    case "at_most":
      return <Amount decimals label={t("editor.value")} value={Number(value)} onChange={set} />;
    case "before":
    case "after":
      return <DayField at={Number(value)} onChange={set} />;
    case "exists":
      return (
        <Select
          className={classes.word}
          aria-label={t("editor.value")}
          data={[
            { value: "true", label: t("editor.exists") },
            { value: "false", label: t("editor.existsNot") },
          ]}
          value={String(value)}
          allowDeselect={false}
          disabled={disabled}
          onChange={(next) => set(next === "true")}
        />
      );
    default:
      return (
        <TextInput
          className={classes.word}
          aria-label={t("editor.value")}
          disabled={disabled}
          value={String(value)}
          onChange={(event) => set(event.currentTarget.value)}
        />
      );
  }
}
