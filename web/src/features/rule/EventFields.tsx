/** Which events are meant: a kind, and conditions on what came with them. */
import { Button, Select, Stack } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ConditionFields } from "./ConditionFields";
import { Remove } from "./Remove";
import classes from "./Rule.module.css";
import { EVENTS, type EventMatch, replaced, without } from "./rule";
import { useSurroundings } from "./surroundings";
import { WordField } from "./WordField";
import { CUSTOM } from "./words";

type NameProps = { event: string; onChange: (event: string) => void };

/** The built-in events by name, and events of one's own. */
export function EventNameFields({ event, onChange }: NameProps) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const custom = event.startsWith(CUSTOM);
  return (
    <>
      <Select
        className={classes.event}
        aria-label={t("editor.event")}
        placeholder={t("editor.choose")}
        data={[
          ...EVENTS.map((value) => ({ value: value as string, label: t(`event.${value}`) })),
          { value: CUSTOM, label: t("event.custom") },
        ]}
        value={custom ? CUSTOM : event || null}
        allowDeselect={false}
        disabled={disabled}
        onChange={(chosen) => chosen !== null && onChange(chosen)}
      />
      {custom && (
        <WordField
          label={t("editor.eventName")}
          of="events"
          value={event.slice(CUSTOM.length)}
          onChange={(typed) => onChange(CUSTOM + typed)}
        />
      )}
    </>
  );
}

type Props = { of: EventMatch; onChange: (of: EventMatch) => void; children?: ReactNode };

export function EventFields({ of, onChange, children }: Props) {
  const { t } = useTranslation("rule");
  const { disabled } = useSurroundings();
  const { where = [], ...bare } = of;
  const setWhere = (next: typeof where) =>
    onChange(next.length === 0 ? bare : { ...of, where: next });
  return (
    <Stack gap={6}>
      <div className={classes.fields}>
        <EventNameFields
          event={String(of.event)}
          onChange={(event) => onChange({ ...of, event })}
        />
        {children}
      </div>
      {where.map((condition, at) => (
        <div key={at} className={classes.where}>
          <span className={classes.said}>{t("editor.where")}</span>
          <ConditionFields
            about="eventProperties"
            condition={condition}
            onChange={(next) => setWhere(replaced(where, at, next))}
          />
          {!disabled && (
            <Remove label={t("editor.remove")} onClick={() => setWhere(without(where, at))} />
          )}
        </div>
      ))}
      {!disabled && (
        <Button
          variant="subtle"
          size="compact-xs"
          w="fit-content"
          leftSection={<IconPlus size={12} aria-hidden />}
          onClick={() => setWhere([...where, { name: "", test: { contains: "" } }])}
        >
          {t("editor.addWhere")}
        </Button>
      )}
    </Stack>
  );
}
