/** What events have in a property: numbers put together, and how many values differ. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { EventFields } from "./EventFields";
import { ComparisonFields, SpanFields } from "./number-fields";
import classes from "./Rule.module.css";
import type { Distinct, EventMatch, EventNumber, Span } from "./rule";
import { WordField } from "./WordField";

type Props<T> = { asked: T; onChange: (asked: T) => void };

/** Their sum, the least or the greatest of them: the title of the condition says which. */
export function EventNumberFields({ asked, onChange }: Props<EventNumber>) {
  const { t } = useTranslation("rule");
  return (
    <OfEvents asked={asked} onChange={onChange} before={t("editor.numberIn")}>
      <ComparisonFields
        decimals
        comparison={asked.is}
        onChange={(is) => onChange({ ...asked, is })}
      />
    </OfEvents>
  );
}

export function DistinctFields({ asked, onChange }: Props<Distinct>) {
  const { t } = useTranslation("rule");
  return (
    <OfEvents asked={asked} onChange={onChange} before={t("editor.valuesOf")}>
      <ComparisonFields
        counted={t("editor.different")}
        max={DISTINCT_MAX}
        comparison={asked.is}
        onChange={(is) => onChange({ ...asked, is })}
      />
    </OfEvents>
  );
}

/** The server tells apart no more. */
const DISTINCT_MAX = 1_000;

type Asked = { of: EventMatch; property: string; within?: Span | null | undefined };

type OfEventsProps<T> = Props<T> & {
  /** Said before the property. */
  before: string;
  children: ReactNode;
};

function OfEvents<T extends Asked>({ asked, onChange, before, children }: OfEventsProps<T>) {
  const { t } = useTranslation("rule");
  return (
    <EventFields of={asked.of} onChange={(of) => onChange({ ...asked, of })}>
      <div className={classes.together}>
        <span className={classes.said}>{before}</span>
        <WordField
          label={t("editor.propertyOfEvent")}
          of="eventProperties"
          value={asked.property}
          onChange={(property) => onChange({ ...asked, property })}
        />
      </div>
      {children}
      <SpanFields
        label={t("editor.within")}
        ever={t("editor.ever")}
        span={asked.within}
        onChange={(within) => onChange({ ...asked, within })}
      />
    </EventFields>
  );
}
