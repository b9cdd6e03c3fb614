/** Money: a number with what it is a number of. */
import { Group, Input, NumberInput, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { isRecord } from "../../model/schema";
import { type FieldProps, inputProps, useForm } from "../fields";

/** A label over several inputs that are one setting. */
function Together({ field, children }: { field: FieldProps; children: ReactNode }) {
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
