/** What a new version changes about the one that runs. */
import { List, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useStore } from "zustand";
import { useFlow } from "../canvas/context";
import { compared, isSame } from "../model/compare";
import { readFlow } from "../model/document";
import { FlowChanges } from "../panel/FlowChanges";
import { type Flow, versionQuery } from "../queries";
import type { FlowSession } from "../session/useFlowSession";
import { fieldName, stepTitle } from "../words/words";

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
}

export function Changes({ flow, session }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const current = flow.current_version ?? 0;
  const kinds = useStore(session.editor.store, (state) => state.kinds);
  const draft = useStore(session.editor.store, (state) => state.document);
  const published = useQuery({ ...versionQuery(flow.id, current), enabled: current > 0 }).data;
  const changes = useMemo(
    () => (published ? compared(readFlow(published.document), draft) : null),
    [published, draft],
  );
  if (current === 0) return <Text>{t("publish.first")}</Text>;
  if (!changes) return null;
  if (isSame(changes)) return <Text>{t("publish.same", { version: current })}</Text>;
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
          <List.Item key={node.id}>{t("publish.removed", { step: title(node) })}</List.Item>
        ))}
        {changes.wires.added + changes.wires.removed > 0 && (
          <List.Item>{t("publish.wires")}</List.Item>
        )}
        {changes.fields.has(null) && (
          <List.Item>
            {t("publish.settings")}
            <FlowChanges changes={changes} />
          </List.Item>
        )}
      </List>
    </Stack>
  );
}
