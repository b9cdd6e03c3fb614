/** What came of it: the way, what would be sent when, what would change, and how it ended. */
import { Alert, Button, Code, Group, ScrollArea, Select, Text, Title } from "@mantine/core";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import type { Schemas } from "@/api/client";
import { useEventText, useFactText } from "@/features/contacts/fact-text";
import { useEditor, useFlow } from "../canvas/context";
import { Ended } from "../explain/Ended";
import panel from "../explain/Mode.module.css";
import { Stepper } from "../explain/Stepper";
import { between, lasted, moment } from "../explain/times";
import { NOWHERE, placeOf, traceOf } from "../explain/trace";
import { useLook } from "../explain/useLook";
import { useTraceOf } from "../explain/useTraceOf";
import { useStepName, Visits } from "../explain/Visits";
import { number } from "../words/values";
import classes from "./Simulate.module.css";

type Simulated = Schemas["SimulationResponse"];

interface Props {
  readonly simulated: Simulated;
  readonly onChange: () => void;
  readonly onAgain: () => void;
}

export function Outcome({ simulated, onChange, onAgain }: Props) {
  const { t } = useTranslation("simulate");
  return (
    <>
      <ScrollArea className={panel.body} type="auto" scrollbarSize={8}>
        <Way simulated={simulated} />
        <Sent simulated={simulated} />
        <Happened simulated={simulated} />
        <End simulated={simulated} />
      </ScrollArea>
      <Group className={classes.run} grow gap="xs">
        <Button variant="default" onClick={onChange}>
          {t("change")}
        </Button>
        <Button onClick={onAgain}>{t("again")}</Button>
      </Group>
    </>
  );
}

function Way({ simulated }: { simulated: Simulated }) {
  const { speech, trace: store } = useFlow();
  const { t } = useTranslation("simulate");
  const { passages, began_at, happened } = simulated;
  const [which, setWhich] = useState(passages[0]?.id ?? null);
  const passage = passages.find(({ id }) => id === which) ?? passages[0];
  const trace = useMemo(() => (passage ? traceOf(passage) : NOWHERE), [passage]);
  useTraceOf(trace);
  const look = useLook(passage);
  const chosen = useEditor(({ selection }) =>
    selection.size === 1 ? [...selection][0] : undefined,
  );
  const at = placeOf(
    trace,
    chosen,
    useStore(store, (state) => state.at),
  );
  if (!passage)
    return (
      <Alert color="yellow" variant="outline" m="sm" title={t("notEntered")}>
        {t("notEnteredHelp")}
      </Alert>
    );
  const visit = at === null ? undefined : passage.steps[at];
  return (
    <>
      {passages.length > 1 && (
        <Select
          size="sm"
          m="sm"
          label={t("passages", { count: passages.length })}
          allowDeselect={false}
          data={passages.map(({ id, entered_at }) => ({
            value: id,
            label: entered_at ? moment(entered_at, speech.language) : id,
          }))}
          value={passage.id}
          onChange={setWhich}
        />
      )}
      <Stepper at={at} count={passage.steps.length} onLook={look} />
      <Visits
        passage={passage}
        at={at}
        onLook={look}
        entry={happened.find(({ event }) => event.id === visit?.event.id)}
        since={began_at}
      />
      <Ended passage={passage} />
    </>
  );
}

/** "Would send at …": what the world would be asked. */
function Sent({ simulated }: { simulated: Simulated }) {
  const { t } = useTranslation("simulate");
  const title = useStepName();
  const when = useWhen(simulated.began_at);
  const { effects } = simulated;
  return (
    <section className={panel.section}>
      <Title order={3} size="h3">
        {t("sent.title")}
      </Title>
      {effects.length === 0 && (
        <Text size="sm" c="dimmed">
          {t("sent.nothing")}
        </Text>
      )}
      <ul className={classes.list}>
        {effects.map((effect, place) => (
          <li key={place}>
            <Text size="sm">
              {t(`sent.${effect.request.kind}`, {
                url: effect.request.url,
                when: when(effect.at),
                defaultValue: effect.text,
              })}
            </Text>
            <Text size="xs" c="dimmed">
              {t(effect.waits ? "sent.byAndWaits" : "sent.by", { step: title(effect) })}
            </Text>
            <details className={classes.more}>
              <summary>{t("sent.body")}</summary>
              <Code block tabIndex={0} aria-label={t("sent.body")}>
                {JSON.stringify(effect.request.body, null, 2)}
              </Code>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The walk itself is told above. */
const TOLD = new Set(["stepped", "created", "heard", "effect_queued"]);

function Happened({ simulated }: { simulated: Simulated }) {
  const { t } = useTranslation("simulate");
  const eventText = useEventText();
  const factText = useFactText();
  const when = useWhen(simulated.began_at);
  const told = simulated.happened
    .map((entry) => ({ entry, facts: entry.facts.filter(({ change }) => !TOLD.has(change.kind)) }))
    .filter(({ entry, facts }) => facts.length > 0 || entry.event.name !== "wake");
  return (
    <section className={panel.section}>
      <Title order={3} size="h3">
        {t("happened.title")}
      </Title>
      <ul className={classes.list}>
        {told.map(({ entry, facts }) => (
          <li key={entry.event.id}>
            <Text size="xs" c="dimmed">
              {when(entry.event.occurred_at)}
              {entry.event.name !== "wake" && ` · ${eventText(entry)}`}
            </Text>
            <ul className={classes.facts}>
              {facts.map((fact, place) => (
                <li key={place}>{factText(fact)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The contact as it would be. */
function End({ simulated }: { simulated: Simulated }) {
  const { speech } = useFlow();
  const { t } = useTranslation("simulate");
  const { contact, stopped, ended_at, diagnostics } = simulated;
  const { names } = speech;
  const rows: [string, string][] = [
    ["score", number(speech, contact.score)],
    ["stage", contact.stage ? t(`app:stages.${contact.stage}`) : ""],
    ["tags", contact.tags.map((tag) => `#${tag}`).join(", ")],
    [
      "deals",
      contact.deals
        .map(({ name, pipeline, stage }) => `${name} (${names.stage(pipeline, stage)})`)
        .join(", "),
    ],
    ["tasks", contact.tasks.map(({ title }) => title).join(", ")],
  ];
  return (
    <section className={panel.section}>
      <Title order={3} size="h3">
        {t("end.title")}
      </Title>
      <Text size="sm">{t(`end.${stopped}`, { when: moment(ended_at, speech.language) })}</Text>
      <dl className={classes.end}>
        {rows
          .filter(([, text]) => text !== "")
          .map(([name, text]) => (
            <div key={name} style={{ display: "contents" }}>
              <dt>{t(`end.${name}`)}</dt>
              <dd>{text}</dd>
            </div>
          ))}
      </dl>
      {diagnostics.length > 0 && (
        <Text size="xs" c="dimmed" mt={6}>
          {t("end.warnings", { count: diagnostics.length })}
        </Text>
      )}
    </section>
  );
}

/** A virtual time, with how long after the start it is. */
function useWhen(start: string): (at: string) => string {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  return (at) => {
    const after = lasted(t, between(start, at));
    const when = moment(at, speech.language);
    return after ? `${when} (${t("visits.after", { time: after })})` : when;
  };
}
