/** What is asked before a change with two meanings: which side stays, what a second wire is to do. */
import { Button, Group, Menu, Modal, Stack, Text } from "@mantine/core";
import { useEditor, useFlow } from "../canvas/context";
import type { Point, PortRef } from "../model/document";
import { nodeOf, wireAt } from "../model/graph";
import { canGoInLine, goInLine, removeKeeping, rewire } from "../session/acts";
import { portName, stepTitle } from "../words/words";

export function WhichSideStays({ node, ports }: { node: string; ports: readonly string[] }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const title = (id: string | undefined) => {
    const found = id === undefined ? undefined : nodeOf(document, id);
    return found ? stepTitle(speech, kinds, found) : "";
  };
  const close = () => editor.open(null);
  const keep = (port: string | undefined) => {
    close();
    removeKeeping(editor, node, port);
  };
  return (
    <Modal
      opened
      onClose={close}
      title={t("side.title", { step: title(node) })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack>
        <Text>{t("side.text")}</Text>
        <Stack gap="xs">
          {ports.map((port, index) => (
            <Button
              key={port}
              variant="default"
              justify="start"
              data-autofocus={index === 0 || undefined}
              onClick={() => keep(port)}
            >
              {t("side.keep", {
                port: portName(speech, port),
                step: title(wireAt(document, { from: node, port })?.to),
              })}
            </Button>
          ))}
          <Button variant="default" justify="start" onClick={() => keep(undefined)}>
            {t("side.keepAll")}
          </Button>
        </Stack>
        <Group justify="end">
          <Button variant="subtle" color="gray" onClick={close}>
            {t("cancel")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

export function PortTaken({ from, to, at }: { from: PortRef; to: string; at: Point }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const title = (id: string | undefined) => {
    const found = id === undefined ? undefined : nodeOf(document, id);
    return found ? stepTitle(speech, kinds, found) : "";
  };
  const next = wireAt(document, from)?.to;
  return (
    <Menu opened onClose={() => editor.open(null)} position="bottom-start" returnFocus>
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label maw={300}>{t("taken.text")}</Menu.Label>
        {canGoInLine(editor, from, to) && (
          <Menu.Item onClick={() => goInLine(editor, from, to)}>
            {t("taken.inLine", { step: title(to), next: title(next) })}
          </Menu.Item>
        )}
        <Menu.Item onClick={() => rewire(editor, from, to, at)}>
          {t("taken.replace", { step: title(to), next: title(next) })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
