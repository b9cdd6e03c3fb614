/** A way, step by step: when, for how long, by which way out; the place that is looked at in full. */
import { Text, UnstyledButton } from "@mantine/core";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFactText } from "@/features/contacts/fact-text";
import type { TimelineEntry } from "@/features/contacts/queries";
import { useTold } from "@/features/contacts/told";
import { useEditor, useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import { portName, spoken, stepTitle } from "../words/words";
import { Because } from "./Because";
import { between, lasted, moment } from "./times";
import type { Passage, PassedStep } from "./trace";
import classes from "./Visits.module.css";

interface Props {
  readonly passage: Passage;
  readonly at: number | null;
  readonly onLook: (place: number) => void;
  /** What happened when the place that is looked at was entered, if it is at hand. */
  readonly entry: TimelineEntry | undefined;
  /** Time is told from here on: of a simulation, whose dates mean little. */
  readonly since?: string;
}

export function Visits({ passage, at, onLook, entry, since }: Props) {
  const { t } = useTranslation("explain");
  const going = passage.ended_at == null;
  return (
    <ol className={classes.visits} aria-label={t("visits.label")}>
      {passage.steps.map((visit, place) => (
        <Visit
          key={`${visit.step.id} ${visit.entered_at} ${place}`}
          visit={visit}
          place={place}
          here={going && place === passage.steps.length - 1}
          looked={at === place}
          onLook={() => onLook(place)}
          entry={at === place ? entry : undefined}
          since={since}
        />
      ))}
    </ol>
  );
}

interface VisitProps {
  readonly visit: PassedStep;
  readonly place: number;
  readonly here: boolean;
  readonly looked: boolean;
  readonly onLook: () => void;
  readonly entry: TimelineEntry | undefined;
  readonly since: string | undefined;
}

function Visit({ visit, place, here, looked, onLook, entry, since }: VisitProps) {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  const title = useStepName();
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (looked) row.current?.scrollIntoView({ block: "nearest" });
  }, [looked]);
  const { entered_at: came, left_at: left, left_by: port, waits_until: until } = visit;
  const stayed = came && left ? lasted(t, between(came, left)) : null;
  const after = came && since ? lasted(t, between(since, came)) : null;
  const facts = [
    stayed && t("visits.stayed", { time: stayed }),
    port && port !== "next" && t("visits.went", { port: portName(speech, port) }),
    here && !until && t("visits.here"),
  ].filter(Boolean);
  return (
    <li ref={row} className={classes.visit} data-looked={looked || undefined}>
      <UnstyledButton
        className={classes.button}
        aria-current={looked ? "step" : undefined}
        onClick={onLook}
      >
        <span className={classes.place} aria-hidden>
          {place + 1}
        </span>
        <span className={classes.texts}>
          <Text span size="sm" fw={600} truncate>
            {title(visit)}
          </Text>
          <Text span size="xs" c="dimmed">
            {came ? moment(came, speech.language) : t("visits.earlier")}
            {after && ` · ${t("visits.after", { time: after })}`}
          </Text>
          {facts.length > 0 && (
            <Text span size="xs" c="dimmed">
              {facts.join(" · ")}
            </Text>
          )}
          {here && until && (
            <Text span size="xs" fw={600}>
              {t("visits.waitsUntil", { when: moment(until, speech.language) })}
            </Text>
          )}
        </span>
      </UnstyledButton>
      {looked && <Details visit={visit} entry={entry} />}
    </li>
  );
}

/** What the step is called in the drawing, else what it was called. */
export function useStepName(): (visit: Pick<PassedStep, "step">) => string {
  const { speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  return ({ step }) => {
    const node = nodeOf(document, step.id);
    return node ? stepTitle(speech, kinds, node) : step.name || spoken(step.kind);
  };
}

/** Steps taken and waits begun are told by the list itself. */
const TOLD = new Set(["stepped", "created", "heard", "enrolled", "waiting", "ended", "migrated"]);

function Details({ visit, entry }: { visit: PassedStep; entry: TimelineEntry | undefined }) {
  const { t } = useTranslation("explain");
  const factText = useFactText();
  const told = useTold();
  const did = (entry?.facts ?? [])
    .filter(({ step, change }) => step?.id === visit.step.id && !TOLD.has(change.kind))
    .map(factText);
  const said = did.length > 0 ? did : visit.did.map(told);
  return (
    <div className={classes.details}>
      {said.map((text) => (
        <Text key={text} size="sm">
          {text}
        </Text>
      ))}
      {visit.failed && (
        <Text size="sm" c="var(--mantine-color-error)">
          {t("visits.failed", { why: told(visit.failed) })}
        </Text>
      )}
      {visit.because && <Because reason={visit.because} />}
    </div>
  );
}
