/** An empty canvas says how to begin. */
import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { IconLayoutGrid, IconPlus } from "@tabler/icons-react";
import { lazy, Suspense, useState } from "react";
import { useEditor, useFlow } from "../canvas/context";
import { pasteText } from "../session/acts";
import classes from "./EmptyFlow.module.css";

// Its pictures need what arranges cards, which nothing else on this screen does.
const Gallery = lazy(async () => ({ default: (await import("./Gallery")).Gallery }));

export function EmptyFlow() {
  const { stage, speech } = useFlow();
  const { t } = speech;
  const empty = useEditor((state) => state.document.nodes.length === 0);
  const [gallery, setGallery] = useState(false);
  if (!empty) return null;
  const place = () => stage.view.pointer() ?? { x: 0, y: 0 };
  return (
    <div className={classes.over}>
      <Paper withBorder p="lg" maw={460} className={classes.card}>
        <Stack gap="sm">
          <Title order={2}>{t("empty.title")}</Title>
          <Text c="dimmed">{t("empty.text")}</Text>
          <Group gap="xs">
            <Button
              leftSection={<IconPlus size={16} aria-hidden />}
              onClick={() =>
                stage.editor.open({ ask: "step", spot: { on: "canvas", at: place() } })
              }
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
      {gallery && (
        <Suspense>
          <Gallery
            onClose={() => setGallery(false)}
            onUse={(file) => {
              setGallery(false);
              pasteText(stage.editor, JSON.stringify(file));
              stage.view.fit();
            }}
          />
        </Suspense>
      )}
    </div>
  );
}
