/** How far a date property is from today, and when its day of the year comes round. */
import { Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Amount } from "./number-fields";
import classes from "./Rule.module.css";
import { type AnniversaryTest, DATES, type DateTest, ROUNDS, type Rule, variant } from "./rule";
import { useSurroundings } from "./surroundings";
import { WordField } from "./WordField";

/** So far the server reckons: a year around an anniversary, ten around another date. */
const ROUND_DAYS_MAX = 365;
const DATE_DAYS_MAX = 3_660;

type Anniversary = Extract<Rule, { anniversary: unknown }>["anniversary"];
type AnniversaryProps = { asked: Anniversary; onChange: (asked: Anniversary) => void };

export function AnniversaryFields({ asked, onChange }: AnniversaryProps) {
  const { t } = useTranslation("rule");
  const { is } = asked;
  const [how, days] = typeof is === "string" ? [is, undefined] : variant(is);
  const set = (name: string, number = 7) =>
    onChange({ ...asked, is: name === "today" ? name : ({ [name]: number } as AnniversaryTest) });
  return (
    <DaysFields
      asked={asked}
      onChange={onChange}
      hows={ROUNDS.map((value) => ({ value, label: t(`editor.round.${value}`) }))}
      how={how}
      days={days as number | undefined}
      max={ROUND_DAYS_MAX}
      set={set}
    />
  );
}

type DateRule = Extract<Rule, { date: unknown }>["date"];
type DateProps = { asked: DateRule; onChange: (asked: DateRule) => void };

export function DateFields({ asked, onChange }: DateProps) {
  const { t } = useTranslation("rule");
  const [how, days] = variant(asked.is);
  return (
    <DaysFields
      asked={asked}
      onChange={onChange}
      hows={DATES.map((value) => ({ value, label: t(`editor.date.${value}`) }))}
      how={how}
      days={days as number}
      max={DATE_DAYS_MAX}
      set={(name, number) => onChange({ ...asked, is: { [name]: number } as DateTest })}
    />
  );
}

type DaysProps<T> = {
  asked: T;
  onChange: (asked: T) => void;
  hows: { value: string; label: string }[];
  how: string;
  /** Absent: no number belongs to it. */
  days: number | undefined;
  max: number;
  set: (how: string, days: number | undefined) => void;
};

function DaysFields<T extends { property: string }>(props: DaysProps<T>) {
  const { asked, onChange, hows, how, days, max, set } = props;
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  return (
    <div className={classes.fields}>
      <WordField
        label={t("editor.property")}
        of="properties"
        value={asked.property}
        onChange={(property) => onChange({ ...asked, property })}
      />
      <Select
        className={classes.phrase}
        aria-label={t("editor.when")}
        data={hows}
        value={how}
        allowDeselect={false}
        disabled={disabled}
        onChange={(next) => next !== null && set(next, days)}
      />
      {days !== undefined && (
        <div className={classes.together}>
          <Amount
            label={t("editor.days")}
            value={days}
            min={0}
            max={max}
            onChange={(number) => set(how, number)}
          />
          <span className={classes.said}>{t(`editor.after.${how}`)}</span>
        </div>
      )}
    </div>
  );
}
