/**
 * One contact in this flow: the way it took, step by step, and of a step that it did not come to,
 * why not. Who, which passage and which step stand in the address.
 */
import { Anchor, CloseButton, ScrollArea, Select, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "zustand";
import { KeptSince } from "@/app/shared/KeptSince";
import { TextLink } from "@/app/shared/links";
import { Shown } from "@/app/shared/states";
import { contactQuery } from "@/features/contacts/queries";
import { useEditor, useFlow } from "../canvas/context";
import { useSearchChange } from "../screens/Header";
import type { FlowSearch } from "../search";
import { stepTitle } from "../words/words";
import { Ended } from "./Ended";
import classes from "./Mode.module.css";
import { PersonSelect } from "./PersonSelect";
import { eventQuery, pathQuery } from "./queries";
import { Stepper } from "./Stepper";
import { moment } from "./times";
import { NOWHERE, type Passage, placeOf, traceOf } from "./trace";
import { useFit } from "./useFit";
import { useLook } from "./useLook";
import { useTraceOf } from "./useTraceOf";
import { Visits } from "./Visits";
import { WhyNot } from "./WhyNot";

interface Props {
  readonly flow: string;
  readonly version: number;
  readonly search: FlowSearch;
}

export function PathPanel({ flow, version, search }: Props) {
  const { t } = useTranslation("explain");
  const go = useSearchChange();
  const { contact } = search;
  const choose = (next: string | undefined) =>
    go({ contact: next, passage: undefined, version: undefined });
  return (
    <aside className={classes.panel} aria-label={t("path.label")}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Title order={2} size="h3">
            {t("path.title")}
          </Title>
          <CloseButton
            aria-label={t("path.close")}
            onClick={() =>
              go({ mode: undefined, contact: undefined, passage: undefined, version: undefined })
            }
          />
        </div>
        <PersonSelect value={contact} onChange={choose} label={t("path.who")} />
        {contact && <AskAbout />}
      </div>
      {contact ? (
        <Followed key={contact} {...{ contact, flow, version, search }} />
      ) : (
        <Text size="sm" c="dimmed" className={classes.section}>
          {t("path.choose")}
        </Text>
      )}
    </aside>
  );
}

/** A step by its name, for whoever does not point at the drawing. */
function AskAbout() {
  const { stage, speech } = useFlow();
  const { t } = useTranslation("explain");
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const chosen = useChosen();
  return (
    <Select
      label={t("path.step")}
      placeholder={t("path.anyStep")}
      searchable
      data={document.nodes.map((node) => ({
        value: node.id,
        label: stepTitle(speech, kinds, node),
      }))}
      value={chosen ?? null}
      onChange={(id) => {
        stage.editor.select(id ? [id] : []);
        if (id) stage.view.reveal(id);
      }}
    />
  );
}

const useChosen = () =>
  useEditor(({ selection }) => (selection.size === 1 ? [...selection][0] : undefined));

interface FollowedProps extends Props {
  readonly contact: string;
}

function Followed({ contact, flow, version, search }: FollowedProps) {
  const query = useQuery(pathQuery(contact, flow));
  const name = useQuery(contactQuery(contact)).data?.name ?? contact;
  return (
    <ScrollArea className={classes.body} type="auto" scrollbarSize={8}>
      <Shown query={query}>
        {({ passages, complete, kept_since: since }) => (
          <Told {...{ contact, name, flow, version, search, passages, complete, since }} />
        )}
      </Shown>
    </ScrollArea>
  );
}

interface ToldProps extends FollowedProps {
  readonly name: string;
  readonly passages: readonly Passage[];
  readonly complete: boolean;
  readonly since?: string | null;
}

function Told(props: ToldProps) {
  const { contact, name, flow, version, search, passages, complete, since } = props;
  const { stage, trace: store } = useFlow();
  const { t } = useTranslation("explain");
  const go = useSearchChange();
  const passage = passages.find(({ id }) => id === search.passage) ?? passages[0];
  const trace = useMemo(() => (passage ? traceOf(passage) : NOWHERE), [passage]);
  useTraceOf(trace);
  const chosen = useChosen();
  const asked = useStore(store, (state) => state.at);
  const at = placeOf(trace, chosen, asked);
  const look = useLook(passage);

  // The drawing is of the version that the passage runs in.
  const drawn = passage && passage.version !== version ? passage.version : null;
  useEffect(() => {
    if (drawn !== null) go({ version: String(drawn) });
  });
  useFit(passage?.id);
  // To begin with, where the contact is.
  const begun = useRef<string>(undefined);
  useEffect(() => {
    if (!passage || begun.current === passage.id) return;
    begun.current = passage.id;
    if (stage.editor.state.selection.size === 0) look(passage.steps.length - 1);
  }, [passage, look, stage]);

  const missing = search.step !== undefined && chosen === undefined;
  const visit = at === null ? undefined : passage?.steps[at];
  const entry = useQuery({
    ...eventQuery(contact, visit?.event.id ?? ""),
    enabled: visit !== undefined,
  }).data;
  return (
    <>
      {chosen !== undefined && at === null && (
        <WhyNot contact={contact} name={name} flow={flow} node={chosen} />
      )}
      {missing && (
        <Text size="sm" className={classes.section}>
          {t("path.notThere")}
        </Text>
      )}
      {passage ? (
        <>
          <Stepper at={at} count={passage.steps.length} onLook={look} />
          {passages.length > 1 && <WhichPassage passages={passages} chosen={passage.id} />}
          <Visits passage={passage} at={at} onLook={look} entry={entry} />
          <Ended passage={passage} />
        </>
      ) : (
        <Text size="sm" c="dimmed" className={classes.section}>
          {t(chosen === undefined ? "path.never" : "path.neverShort", { name })}
        </Text>
      )}
      <Stack gap={4} className={classes.section}>
        <KeptSince since={since} />
        {!complete && !since && (
          <Text size="xs" c="dimmed">
            {t("path.incomplete")}
          </Text>
        )}
        <TextLink to="/contacts/$contact" params={{ contact }} size="sm" className={classes.link}>
          {t("path.profile", { name })}
        </TextLink>
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="start"
          className={classes.link}
          onClick={() => go({ mode: "simulate", passage: undefined, version: undefined })}
        >
          {t("path.simulate", { name })}
        </Anchor>
      </Stack>
    </>
  );
}

function WhichPassage({ passages, chosen }: { passages: readonly Passage[]; chosen: string }) {
  const { speech, stage } = useFlow();
  const { t } = useTranslation("explain");
  const go = useSearchChange();
  const label = ({ entered_at: at, ended_at: ended, version, key }: Passage) =>
    [
      at ? moment(at, speech.language) : t("visits.earlier"),
      t(ended ? "passages.over" : "passages.going"),
      t("flow:header.version", { version }),
      key,
    ]
      .filter(Boolean)
      .join(" · ");
  return (
    <div className={classes.section}>
      <Select
        size="sm"
        label={t("passages.which", { count: passages.length })}
        allowDeselect={false}
        data={passages.map((passage) => ({ value: passage.id, label: label(passage) }))}
        value={chosen}
        onChange={(passage) => {
          if (!passage) return;
          stage.editor.select([]);
          go({ passage, version: undefined });
        }}
      />
    </div>
  );
}
