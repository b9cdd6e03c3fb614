/** Days of the week, and hours of the day, by the clock where the contact is. */
import { Text, TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  hoursReversed,
  readHour,
  WEEKDAYS,
  weekdayName,
  withHour,
  withWeekdays,
} from "./local-time";
import classes from "./Rule.module.css";
import type { LocalTime } from "./rule";
import { useSurroundings } from "./surroundings";

type Props = { time: LocalTime; onChange: (time: LocalTime) => void };

export function LocalTimeFields({ time, onChange }: Props) {
  const { t } = useTranslation("rule");
  return (
    <div className={classes.fields}>
      <Weekdays time={time} onChange={onChange} />
      <HourField which="from" time={time} onChange={onChange} />
      <HourField which="to" time={time} onChange={onChange} />
      {hoursReversed(time) && (
        <Text role="alert" size="xs" c="var(--mantine-color-error)" w="100%">
          {t("editor.hoursReversed")}
        </Text>
      )}
    </div>
  );
}

/** Empty: from midnight, until midnight. What is no time yet is not passed on. */
function HourField({ which, time, onChange }: Props & { which: "from" | "to" }) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const hour = time[which] ?? "";
  const [typed, setTyped] = useState<string | null>(null);
  const label = t(`editor.${which}Hour`);
  return (
    <div className={classes.together}>
      <span className={classes.said}>{label}</span>
      <TextInput
        className={classes.hour}
        aria-label={label}
        placeholder={which === "from" ? "00:00" : "24:00"}
        inputMode="numeric"
        disabled={disabled}
        error={which === "to" && hoursReversed(time)}
        value={typed ?? hour}
        onChange={({ currentTarget: { value } }) => {
          setTyped(value);
          const read = readHour(value);
          if (read !== undefined) onChange(withHour(time, which, read));
        }}
        onBlur={() => setTyped(null)}
      />
    </div>
  );
}

/** None chosen: any day. */
function Weekdays({ time, onChange }: Props) {
  const { t, i18n } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const { weekdays = [] } = time;
  return (
    // biome-ignore lint/a11y/useSemanticElements: each condition is a fieldset already
    <div role="group" className={classes.weekdays} aria-label={t("editor.weekdays")}>
      {WEEKDAYS.map((day) => {
        const chosen = weekdays.includes(day);
        const next = chosen ? weekdays.filter((one) => one !== day) : [...weekdays, day];
        return (
          <UnstyledButton
            key={day}
            className={classes.weekday}
            aria-pressed={chosen}
            disabled={disabled}
            onClick={() => onChange(withWeekdays(time, next))}
          >
            <span aria-hidden>{weekdayName(day, i18n.language, "short")}</span>
            <VisuallyHidden>{weekdayName(day, i18n.language, "long")}</VisuallyHidden>
          </UnstyledButton>
        );
      })}
    </div>
  );
}
