/** Which events give points, how many of them count, and for how long. */
import { NumberInput, Select, Switch } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EventFields } from "@/features/rule/EventFields";
import { SpanFields } from "@/features/rule/number-fields";
import ruleClasses from "@/features/rule/Rule.module.css";
import { firstLimit, mustBeFew, withLimits } from "./criterion";
import classes from "./Scoring.module.css";
import type { Each } from "./types";
import { PERIODS, type Period, periodOf } from "./words";

const COUNTED_MAX = 1_000;

type Props = { each: Each; onChange: (each: Each) => void };

export function EachFields({ each, onChange }: Props) {
  const { t } = useTranslation("scoring");
  const set = (change: Partial<Each>) => onChange(withLimits(each, change));
  const { of, at_most, per_period, fades_after } = each;
  return (
    <>
      <EventFields of={of} onChange={(next) => set({ of: next })} />
      <Limit
        name="atMost"
        on={Boolean(at_most)}
        fixed={mustBeFew(each)}
        onTurn={(on) => set({ at_most: on ? firstLimit : null })}
      >
        <Count
          label={t("each.atMost.number")}
          value={at_most ?? firstLimit}
          onChange={(number) => set({ at_most: number })}
        />
        <span className={ruleClasses.said}>
          {t("each.atMost.unit", { count: at_most ?? firstLimit })}
        </span>
      </Limit>
      <Limit
        name="perPeriod"
        on={Boolean(per_period)}
        onTurn={(on) => set({ per_period: on ? { times: 3, period: PERIODS.day } : null })}
      >
        {per_period && (
          <PeriodFields value={per_period} onChange={(next) => set({ per_period: next })} />
        )}
      </Limit>
      <Limit
        name="fades"
        on={Boolean(fades_after)}
        onTurn={(on) => set({ fades_after: on ? { days: 30 } : null })}
      >
        <SpanFields
          label={t("each.fades.after")}
          span={fades_after}
          onChange={(span) => span && set({ fades_after: span })}
        />
      </Limit>
    </>
  );
}

type LimitProps = {
  name: "atMost" | "perPeriod" | "fades";
  on: boolean;
  fixed?: boolean;
  onTurn: (on: boolean) => void;
  children: ReactNode;
};

/** A limit that one can do without; its fields are there once it is wanted. */
function Limit({ name, on, fixed = false, onTurn, children }: LimitProps) {
  const { t } = useTranslation("scoring");
  return (
    <div className={classes.limit}>
      <Switch
        size="sm"
        checked={on}
        disabled={fixed}
        label={t(`each.${name}.title`)}
        description={t(fixed ? "each.atMost.fixed" : `each.${name}.help`)}
        onChange={(event) => onTurn(event.currentTarget.checked)}
      />
      {on && <div className={ruleClasses.fields}>{children}</div>}
    </div>
  );
}

type CountProps = { label: string; value: number; onChange: (value: number) => void };

function Count({ label, value, onChange }: CountProps) {
  return (
    <NumberInput
      w={84}
      size="sm"
      aria-label={label}
      allowDecimal={false}
      allowNegative={false}
      min={1}
      max={COUNTED_MAX}
      value={value}
      onChange={(next) => typeof next === "number" && next >= 1 && onChange(next)}
    />
  );
}

type PeriodProps = {
  value: NonNullable<Each["per_period"]>;
  onChange: (value: NonNullable<Each["per_period"]>) => void;
};

function PeriodFields({ value, onChange }: PeriodProps) {
  const { t } = useTranslation("scoring");
  const names = Object.keys(PERIODS) as Period[];
  const { times, period } = value;
  return (
    <>
      <Count
        label={t("each.perPeriod.number")}
        value={times}
        onChange={(next) => onChange({ ...value, times: next })}
      />
      <Select
        w={170}
        size="sm"
        aria-label={t("each.perPeriod.period")}
        data={names.map((name) => ({ value: name, label: t(`each.perPeriod.per.${name}`) }))}
        value={periodOf(period)}
        allowDeselect={false}
        onChange={(name) => name && onChange({ times, period: PERIODS[name as Period] })}
      />
    </>
  );
}
