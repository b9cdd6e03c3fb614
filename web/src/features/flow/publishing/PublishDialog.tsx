/** Before publishing: what changes, what it means for the people inside, what is wrong. */
import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { Problem } from "@/api/problem";
import { short } from "@/app/shared/foreign";
import { useProblemText } from "@/app/shared/problems";
import { tell } from "@/app/shared/tell";
import { diagnosticsOf } from "@/features/diagnostics/useDiagnosticTexts";
import { isPutOff } from "@/features/preparing/standing";
import { useFlow } from "../canvas/context";
import { type Flow, insideQuery, publishFlow } from "../queries";
import { ProblemList } from "../screens/Problems";
import { useOtherAuthors } from "../session/authors";
import type { FlowSession } from "../session/useFlowSession";
import { Changes } from "./Changes";
import { GoesOn } from "./GoesOn";
import { IncludeMembers } from "./IncludeMembers";
import { PeopleInside } from "./PeopleInside";
import { PublishVerb } from "./PublishVerb";
import { type Choices, migrationsOf, peopleAt, tally } from "./people";

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
}

export function PublishDialog({ flow, session }: Props) {
  const { speech } = useFlow();
  const { editor } = session;
  const authors = useOtherAuthors(flow);
  const opened = useStore(editor.store, (state) => state.dialog?.ask === "publish");
  return (
    <Modal
      opened={opened}
      onClose={() => editor.open(null)}
      size="lg"
      title={speech.t("publish.title", { name: flow.name })}
      closeButtonProps={{ "aria-label": speech.t("close") }}
    >
      {opened && <Publish flow={flow} session={session} authors={authors} />}
    </Modal>
  );
}

function Publish({ flow, session, authors }: Props & { readonly authors: readonly string[] }) {
  const { speech, stage } = useFlow();
  const { t } = speech;
  const { editor, saver } = session;
  const client = useQueryClient();
  const problemText = useProblemText();
  const diagnostics = useStore(editor.store, (state) => state.diagnostics);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const errors = diagnostics.filter((one) => one.severity === "error");
  const [choices, setChoices] = useState<Choices>({});
  const [withMembers, setWithMembers] = useState(false);
  const people = usePeople(flow, session);
  const next = (flow.current_version ?? 0) + 1;

  /** Published, or put off until the past has been counted. */
  const done = (answer: Awaited<ReturnType<typeof publishFlow>>) => {
    if (!isPutOff(answer)) return t("publish.done", { version: answer.version });
    return t(next > 1 ? "preparing:putOff" : "preparing:putOffNew", { name: short(flow.name) });
  };

  const publish = async () => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await saver.flush();
      if (saved.word !== "saved") return setFailed(t(`save.${saved.word}Help`, { why: "" }));
      const answer = await publishFlow(flow.id, migrationsOf(people, choices), withMembers);
      editor.open(null);
      tell(done(answer));
      for (const topic of ["flows", `flow:${flow.id}`])
        void client.invalidateQueries({ queryKey: [topic] });
    } catch (error) {
      const found = diagnosticsOf(error);
      if (found.length > 0) editor.diagnose(found);
      else setFailed(error instanceof Problem ? problemText(error) : String(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack>
      <OtherAuthors names={authors} />
      <GoesOn flow={flow} />
      <Changes flow={flow} session={session} />
      {next > 1 && (
        <PeopleInside all={people} choices={choices} onChange={setChoices} version={next} />
      )}
      <IncludeMembers session={session} checked={withMembers} onChange={setWithMembers} />
      {diagnostics.length > 0 && (
        <Stack gap="xs">
          <Text fw={600}>{errors.length > 0 ? t("publish.refused") : t("publish.warnings")}</Text>
          <ProblemList
            diagnostics={diagnostics}
            onJump={({ node, field }) => {
              editor.open(null);
              if (!node) return;
              editor.show(node, field);
              stage.view.reveal(node);
            }}
          />
        </Stack>
      )}
      {failed && <Alert color="red" title={failed} />}
      <Group justify="end">
        <Button variant="default" onClick={() => editor.open(null)}>
          {t("cancel")}
        </Button>
        <Button loading={busy} onClick={() => void publish()} data-autofocus>
          <PublishVerb version={next} ended={tally(people, choices).exit} />
        </Button>
      </Group>
    </Stack>
  );
}

/** The people inside by step, against the draft as it stands. */
function usePeople(flow: Flow, session: FlowSession) {
  const draft = useStore(session.editor.store, (state) => state.document);
  const kinds = useStore(session.editor.store, (state) => state.kinds);
  const inside = useQuery(insideQuery(flow.id)).data;
  return useMemo(() => peopleAt(inside?.steps ?? [], draft, kinds), [inside, draft, kinds]);
}

/** Publishing takes their work live as well. */
function OtherAuthors({ names }: { names: readonly string[] }) {
  const { t, language } = useFlow().speech;
  if (names.length === 0) return null;
  const list = new Intl.ListFormat(language).format(names);
  return (
    <Alert variant="light" color="yellow" p="xs">
      {t("publish.authors", { names: list })}
    </Alert>
  );
}
