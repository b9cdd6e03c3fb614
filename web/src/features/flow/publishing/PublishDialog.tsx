/** Before publishing: what changes, what it means for the people inside, what is wrong. */
import { Alert, Button, Group, List, Modal, Stack, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useStore } from "zustand";
import { Problem } from "@/api/problem";
import { useProblemText } from "@/app/shared/problems";
import { useFlow } from "../canvas/context";
import { compared, isSame } from "../model/compare";
import { readFlow } from "../model/document";
import { diagnosticsOf, type Flow, numbersQuery, publishFlow, versionQuery } from "../queries";
import { useOtherAuthors } from "../session/authors";
import type { FlowSession } from "../session/useFlowSession";
import { fieldName, stepTitle } from "../words/words";
import { ProblemList } from "./Problems";

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

  const publish = async () => {
    setBusy(true);
    setFailed(null);
    try {
      const saved = await saver.flush();
      if (saved.word !== "saved") return setFailed(t(`save.${saved.word}Help`, { why: "" }));
      const { version } = await publishFlow(flow.id);
      editor.open(null);
      notifications.show({ message: t("publish.done", { version }), color: "water" });
      for (const topic of ["flows", `flow:${flow.id}`])
        void client.invalidateQueries({ queryKey: [topic] });
    } catch (error) {
      const found = diagnosticsOf(error);
      if (found) editor.diagnose(found);
      else setFailed(error instanceof Problem ? problemText(error) : String(error));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Stack>
      <OtherAuthors names={authors} />
      <Changes flow={flow} session={session} />
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
          {t("publish.verb", { version: (flow.current_version ?? 0) + 1 })}
        </Button>
      </Group>
    </Stack>
  );
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

function Changes({ flow, session }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const current = flow.current_version ?? 0;
  const kinds = useStore(session.editor.store, (state) => state.kinds);
  const draft = useStore(session.editor.store, (state) => state.document);
  const published = useQuery({ ...versionQuery(flow.id, current), enabled: current > 0 }).data;
  const numbers = useQuery({ ...numbersQuery(flow.id, current), enabled: current > 0 }).data;
  const changes = useMemo(
    () => (published ? compared(readFlow(published.document), draft) : null),
    [published, draft],
  );
  if (current === 0) return <Text>{t("publish.first")}</Text>;
  if (!changes) return null;
  if (isSame(changes)) return <Text>{t("publish.same", { version: current })}</Text>;
  const inside = new Map(numbers?.nodes.map((node) => [node.node, node.inside]) ?? []);
  const everybody = [...inside.values()].reduce((sum, count) => sum + count, 0);
  const changed = draft.nodes.filter((node) => changes.nodes.get(node.id) === "changed");
  const title = (node: (typeof draft.nodes)[number]) => stepTitle(speech, kinds, node);
  const fieldsOf = (id: string) =>
    (changes.fields.get(id) ?? [])
      .map((edit) => fieldName(speech, edit.path.replace(/^settings\./, "")))
      .join(", ");
  return (
    <Stack gap="xs">
      <Text fw={600}>{t("publish.changes", { version: current })}</Text>
      <List size="sm" spacing={2}>
        {changes.added.map((node) => (
          <List.Item key={node.id}>{t("publish.added", { step: title(node) })}</List.Item>
        ))}
        {changed.map((node) => (
          <List.Item key={node.id}>
            {t("publish.changed", { step: title(node) })} ({fieldsOf(node.id)})
          </List.Item>
        ))}
        {changes.removed.map((node) => (
          <List.Item key={node.id}>
            {t("publish.removed", { step: title(node) })}
            {(inside.get(node.id) ?? 0) > 0 &&
              ` ${t("publish.waitThere", { count: inside.get(node.id) })}`}
          </List.Item>
        ))}
        {changes.wires.added + changes.wires.removed > 0 && (
          <List.Item>{t("publish.wires")}</List.Item>
        )}
        {changes.fields.has(null) && <List.Item>{t("publish.settings")}</List.Item>}
      </List>
      <Alert variant="light" color={everybody > 0 ? "blue" : "gray"} p="xs">
        {t("publish.people", { count: everybody, version: current })}
      </Alert>
    </Stack>
  );
}
