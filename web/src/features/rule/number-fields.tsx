/** Numbers of a rule: comparisons, and lengths of time. */
import { NumberInput, Select } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Rule.module.css";
import { COMPARISONS, type Comparison, type Span, UNITS, variant } from "./rule";
import { useSurroundings } from "./surroundings";

type AmountProps = {
  label: string;
  value: number;
  onChange: (value: number) => void;
  decimals?: boolean;
  min?: number | undefined;
  max?: number | undefined;
};

/** A number of which half is typed ("-", nothing) is not passed on; leaving the field brings it back. */
export function Amount({ label, value, onChange, decimals = false, min, max }: AmountProps) {
  const { disabled } = useSurroundings();
  const [typed, setTyped] = useState<number | string>(value);
  useEffect(() => setTyped(value), [value]);
  return (
    <NumberInput
      className={classes.number}
      aria-label={label}
      disabled={disabled}
      value={typed}
      allowDecimal={decimals}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max, clampBehavior: "strict" as const })}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === "number" && Number.isFinite(next)) onChange(next);
      }}
      onBlur={() => setTyped(value)}
    />
  );
}

type ComparisonProps = {
  comparison: Comparison;
  onChange: (comparison: Comparison) => void;
  /** What it counts, said after the number; then it is never below 0. */
  counted?: string;
  decimals?: boolean;
  max?: number;
};

export function ComparisonFields(props: ComparisonProps) {
  const { comparison, onChange, counted, decimals = false, max } = props;
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const [how, number] = variant(comparison);
  const set = (name: string, value: number) => onChange({ [name]: value } as Comparison);
  return (
    <div className={classes.together}>
      <Select
        className={classes.word}
        aria-label={t("editor.comparison")}
        data={COMPARISONS.map((value) => ({ value, label: t(`comparison.${value}`) }))}
        value={how}
        allowDeselect={false}
        disabled={disabled}
        onChange={(name) => name !== null && set(name, Number(number))}
      />
      <Amount
        label={t("editor.number")}
        value={Number(number)}
        decimals={decimals}
        min={counted === undefined ? undefined : 0}
        max={max}
        onChange={(value) => set(how, value)}
      />
      {counted !== undefined && <span className={classes.said}>{counted}</span>}
    </div>
  );
}

type SpanProps = {
  /** Said before it, where its own label does not stand above. */
  label?: string;
  span: Span | null | undefined;
  onChange: (span: Span | undefined) => void;
  /** What it is called when there is no limit; absent: there must be one. */
  ever?: string;
};

const EVER = "ever";

export function SpanFields({ label, span, onChange, ever }: SpanProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const [unit, number] = span ? variant(span) : [EVER, 30];
  const known: string[] = UNITS.some((one) => one === unit) || unit === EVER ? [] : [unit];
  const units = [...UNITS, ...known].map((value) => ({ value, label: t(`unit.${value}`) }));
  const set = (name: string | null, value: number) =>
    onChange(name === EVER || name === null ? undefined : ({ [name]: value } as Span));
  return (
    <div className={classes.together}>
      {label !== undefined && <span className={classes.said}>{label}</span>}
      {unit !== EVER && (
        <Amount
          label={[label, t("editor.number")].join(" ").trim()}
          value={Number(number)}
          min={1}
          onChange={(value) => set(unit, value)}
        />
      )}
      <Select
        className={classes.word}
        aria-label={[label, t("editor.unit")].join(" ").trim()}
        data={ever === undefined ? units : [{ value: EVER, label: ever }, ...units]}
        value={unit}
        allowDeselect={false}
        disabled={disabled}
        onChange={(name) => set(name, Number(number))}
      />
    </div>
  );
}
