/** Where a step leads, by port: the same as drawing wires, for the keyboard. */
import { ActionIcon, Button, Group, Stack, Text, Title } from "@mantine/core";
import { IconPlugConnected, IconPlus, IconX } from "@tabler/icons-react";
import { useEditor, useFlow } from "../canvas/context";
import type { FlowNode } from "../model/document";
import { nodeOf, wireAt } from "../model/graph";
import { portsOf } from "../model/kinds";
import { cutWire } from "../session/acts";
import { portName, stepTitle } from "../words/words";

export function Leads({ node }: { node: FlowNode }) {
  const { speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const ports = portsOf(document, kinds, node);
  return (
    <Stack gap={6}>
      <Title order={3}>{speech.t("panel.leads")}</Title>
      {ports.length === 0 && (
        <Text size="sm" c="dimmed">
          {speech.t("panel.leadsNowhere")}
        </Text>
      )}
      {ports.map((port) => (
        <Lead key={port} node={node} port={port} alone={ports.length === 1} />
      ))}
    </Stack>
  );
}

function Lead({ node, port, alone }: { node: FlowNode; port: string; alone: boolean }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const readOnly = useEditor((state) => state.readOnly);
  const from = { from: node.id, port };
  const to = wireAt(document, from)?.to;
  const next = to === undefined ? undefined : nodeOf(document, to);
  const name = portName(speech, port);
  return (
    <Group gap={4} wrap="nowrap">
      {!alone && (
        <Text size="sm" w={84} c="dimmed">
          {name}
        </Text>
      )}
      {next ? (
        <Button
          variant="subtle"
          size="compact-sm"
          style={{ minWidth: 0 }}
          onClick={() => {
            editor.select([next.id]);
            stage.view.reveal(next.id);
          }}
        >
          {stepTitle(speech, kinds, next)}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {t("panel.open")}
        </Text>
      )}
      {!readOnly && (
        <Group gap={0} ml="auto" wrap="nowrap">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("panel.addHere", { port: name })}
            title={t("panel.addHere", { port: name })}
            onClick={() => editor.open({ ask: "step", spot: { on: "port", port: from } })}
          >
            <IconPlus size={16} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("panel.connectHere", { port: name })}
            title={t("panel.connectHere", { port: name })}
            onClick={() => editor.open({ ask: "connect", from })}
          >
            <IconPlugConnected size={16} />
          </ActionIcon>
          {next && (
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("panel.cutHere", { port: name })}
              title={t("panel.cutHere", { port: name })}
              onClick={() => cutWire(editor, from)}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      )}
    </Group>
  );
}
