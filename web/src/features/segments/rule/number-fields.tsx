/** Comparisons of whole numbers, and lengths of time. */
import { Group, NumberInput, Select, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { COMPARISONS, type Comparison, type Span, UNITS, variant } from "./rule";

type ComparisonProps = {
  comparison: Comparison;
  onChange: (comparison: Comparison) => void;
  /** It counts how often something happened. */
  times?: boolean;
};

export function ComparisonFields({ comparison, onChange, times = false }: ComparisonProps) {
  const { t } = useTranslation("segments");
  const [how, number] = variant(comparison);
  const set = (name: string | null, value: unknown) =>
    onChange({ [name ?? how]: Math.trunc(Number(value) || 0) } as Comparison);
  return (
    <Group gap="xs">
      <Select
        aria-label={t("editor.comparison")}
        data={COMPARISONS.map((value) => ({ value, label: t(`comparison.${value}`) }))}
        value={how}
        allowDeselect={false}
        onChange={(name) => set(name, number)}
        w={120}
      />
      <NumberInput
        aria-label={t("editor.number")}
        value={Number(number)}
        allowDecimal={false}
        min={times ? 0 : undefined}
        onChange={(value) => set(how, value)}
        w={80}
      />
      {times && <Text size="sm">{t("editor.times")}</Text>}
    </Group>
  );
}

type SpanProps = {
  label: string;
  span: Span | null | undefined;
  onChange: (span: Span | undefined) => void;
  /** What it is called when there is no limit; absent: there must be one. */
  ever?: string;
};

const EVER = "ever";

export function SpanFields({ label, span, onChange, ever }: SpanProps) {
  const { t } = useTranslation("segments");
  const [unit, number] = span ? variant(span) : [EVER, 30];
  const known: string[] = UNITS.some((one) => one === unit) || unit === EVER ? [] : [unit];
  const units = [...UNITS, ...known].map((value) => ({ value, label: t(`unit.${value}`) }));
  const set = (name: string | null, value: unknown) =>
    onChange(
      name === EVER || name === null
        ? undefined
        : ({ [name]: Math.max(1, Math.trunc(Number(value) || 1)) } as Span),
    );
  return (
    <Group gap="xs">
      <Text size="sm">{label}</Text>
      {unit !== EVER && (
        <NumberInput
          aria-label={`${label}: ${t("editor.number")}`}
          value={Number(number)}
          min={1}
          allowDecimal={false}
          onChange={(value) => set(unit, value)}
          w={80}
        />
      )}
      <Select
        aria-label={`${label}: ${t("editor.unit")}`}
        data={ever === undefined ? units : [{ value: EVER, label: ever }, ...units]}
        value={unit}
        allowDeselect={false}
        onChange={(name) => set(name, number)}
        w={130}
      />
    </Group>
  );
}
