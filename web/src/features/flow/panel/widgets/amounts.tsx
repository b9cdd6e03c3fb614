/** Lengths of time, comparisons and money: a number with what it is a number of. */
import { Group, Input, NumberInput, Select, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { chosenVariant, isRecord, resolved, variantsOf } from "../../model/schema";
import { choiceName } from "../../words/words";
import { type FieldProps, inputProps, useForm } from "../fields";

/** A label over several inputs that are one setting. */
export function Together({ field, children }: { field: FieldProps; children: ReactNode }) {
  const { labelHidden, label, help, required, error } = field;
  const inner = (
    <Group gap={6} wrap="nowrap" align="flex-start" role="group" aria-label={label}>
      {children}
    </Group>
  );
  if (labelHidden) return inner;
  return (
    <Input.Wrapper
      label={label}
      description={help || undefined}
      required={required ?? false}
      error={error}
      labelElement="div"
    >
      {inner}
    </Input.Wrapper>
  );
}

/** A number whose meaning is one of the ways of its schema: `{"days": 3}`, `{"at_least": 7}`. */
function NumberOf(
  props: FieldProps & {
    type: string;
    numberLabel: string;
    wayLabel: string;
    first: string;
    numberFirst: boolean;
  },
) {
  const { root, speech, readOnly } = useForm();
  const ways = variantsOf(resolved(props.schema, root)) ?? [];
  const chosen = chosenVariant(props.value) ?? { name: props.first, value: undefined };
  const count = typeof chosen.value === "number" ? chosen.value : "";
  const set = (name: string, next: unknown) =>
    props.onChange({ [name]: typeof next === "number" ? next : 0 });
  const number = (
    <NumberInput
      key="number"
      w={96}
      size="sm"
      aria-label={props.numberLabel}
      allowDecimal={false}
      disabled={readOnly}
      value={count}
      onChange={(next) => set(chosen.name, next)}
    />
  );
  const way = (
    <Select
      key="way"
      flex={1}
      size="sm"
      aria-label={props.wayLabel}
      allowDeselect={false}
      disabled={readOnly}
      data={ways.map(({ name }) => ({ value: name, label: choiceName(speech, props.type, name) }))}
      value={chosen.name}
      onChange={(name) => name && set(name, count)}
    />
  );
  return <Together field={props}>{props.numberFirst ? [number, way] : [way, number]}</Together>;
}

export function SpanField(props: FieldProps) {
  const { speech } = useForm();
  return (
    <NumberOf
      {...props}
      type="Span"
      first="days"
      numberFirst
      numberLabel={`${props.label}: ${speech.t("panel.howMuch")}`}
      wayLabel={`${props.label}: ${speech.t("panel.unit")}`}
    />
  );
}

export function ComparisonField(props: FieldProps) {
  const { speech } = useForm();
  return (
    <NumberOf
      {...props}
      type="Comparison"
      first="at_least"
      numberFirst={false}
      numberLabel={`${props.label}: ${speech.t("panel.howMuch")}`}
      wayLabel={`${props.label}: ${speech.t("panel.comparison")}`}
    />
  );
}

/** Shown in whole units, kept in the smallest one. Every currency that we offer has two digits or says so. */
export function MoneyField(props: FieldProps) {
  const { speech, readOnly } = useForm();
  const money = isRecord(props.value) ? props.value : {};
  const currency = typeof money.currency === "string" ? money.currency : "EUR";
  const scale = 10 ** digitsOf(currency);
  const set = (amount: number, code: string) =>
    props.onChange({ amount_minor: Math.round(amount * 10 ** digitsOf(code)), currency: code });
  const amount = typeof money.amount_minor === "number" ? money.amount_minor / scale : 0;
  return (
    <Together field={props}>
      <NumberInput
        flex={1}
        size="sm"
        aria-label={`${props.label}: ${speech.t("panel.amount")}`}
        decimalScale={digitsOf(currency)}
        thousandSeparator=" "
        disabled={readOnly}
        value={amount}
        onChange={(next) => set(typeof next === "number" ? next : 0, currency)}
      />
      <TextInput
        {...inputProps(
          { ...props, label: `${props.label}: ${speech.t("panel.currency")}`, labelHidden: true },
          readOnly,
        )}
        w={72}
        maxLength={3}
        value={currency}
        onChange={(event) => set(amount, event.currentTarget.value.toUpperCase())}
      />
    </Together>
  );
}

function digitsOf(currency: string): number {
  try {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    return format.resolvedOptions().maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
}
