/** An empty canvas says how to begin. */
import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconLayoutGrid, IconPlus } from "@tabler/icons-react";
import { type DragEvent, lazy, Suspense, useState } from "react";
import { useEditor, useFlow } from "../canvas/context";
import { giveWay } from "../files/give-way";
import type { Flow } from "../queries";
import { pasteText } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";
import classes from "./EmptyFlow.module.css";

// Its pictures need what arranges cards, which nothing else on this screen does.
const Gallery = lazy(async () => ({ default: (await import("./Gallery")).Gallery }));
const ImportDialog = lazy(async () => ({
  default: (await import("../files/ImportDialog")).ImportDialog,
}));

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
}

export function EmptyFlow({ flow, session }: Props) {
  const { stage, speech } = useFlow();
  const { t } = speech;
  const { editor } = session;
  const empty = useEditor((state) => state.document.nodes.length === 0);
  const name = useEditor((state) => state.document.name);
  const dialog = useEditor((state) => state.dialog);
  const [gallery, setGallery] = useState(false);
  if (!empty) return null;
  const place = () => stage.view.pointer() ?? { x: 0, y: 0 };
  // The card lies over the drawing, which takes files everywhere else.
  const drops = {
    onDragOver: (event: DragEvent) => event.preventDefault(),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      void event.dataTransfer.files[0]?.text().then((text) => pasteText(editor, text));
    },
  };
  const goes = flow.current_version == null;
  return (
    <div className={classes.over}>
      <Paper withBorder p="lg" maw={460} className={classes.card} {...drops}>
        <Stack gap="sm">
          <Title order={2}>{t("empty.title")}</Title>
          <Text c="dimmed">{t("empty.text")}</Text>
          <Group gap="xs">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() => editor.open({ ask: "step", spot: { on: "canvas", at: place() } })}
            >
              {t("empty.trigger")}
            </Button>
            <Button
              variant="default"
              leftSection={<IconLayoutGrid size={16} aria-hidden />}
              onClick={() => setGallery(true)}
            >
              {t("empty.template")}
            </Button>
          </Group>
        </Stack>
      </Paper>
      <Suspense>
        {gallery && (
          <Gallery
            onClose={() => setGallery(false)}
            onUse={(file) => {
              setGallery(false);
              editor.open({ ask: "import", text: JSON.stringify(file) });
            }}
          />
        )}
        {dialog?.ask === "import" && (
          <ImportDialog
            text={dialog.text}
            name={name}
            note={goes ? t("files:givesWay") : undefined}
            onClose={() => editor.open(null)}
            onImported={() => goes && void session.saver.flush().then(() => giveWay(flow.id))}
          />
        )}
      </Suspense>
    </div>
  );
}
