/** One thing and then another, and how much later at most. */
import { Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { EventFields } from "./EventFields";
import { SpanFields } from "./number-fields";
import classes from "./Rule.module.css";
import type { EventMatch, Sequence } from "./rule";

type Props = { asked: Sequence; onChange: (asked: Sequence) => void };

export function SequenceFields({ asked, onChange }: Props) {
  const { t } = useTranslation("rule");
  return (
    <Stack gap={8}>
      <Part
        title={t("editor.first")}
        of={asked.first}
        onChange={(first) => onChange({ ...asked, first })}
      />
      <Part
        title={t("editor.then")}
        of={asked.then}
        // biome-ignore lint/suspicious/noThenProperty: the document calls it so; nothing awaits it
        onChange={(next) => onChange({ ...asked, then: next })}
      />
      <div className={classes.fields}>
        <SpanFields
          label={t("editor.laterAtMost")}
          span={asked.at_most}
          onChange={(span) => span && onChange({ ...asked, at_most: span })}
        />
        <SpanFields
          label={t("editor.bothWithin")}
          ever={t("editor.ever")}
          span={asked.within}
          onChange={(within) => onChange({ ...asked, within })}
        />
      </div>
    </Stack>
  );
}

type PartProps = { title: string; of: EventMatch; onChange: (of: EventMatch) => void };

function Part({ title, of, onChange }: PartProps) {
  return (
    <fieldset className={classes.part} aria-label={title}>
      <span className={classes.said}>{title}</span>
      <EventFields of={of} onChange={onChange} />
    </fieldset>
  );
}
