/** One word on whether the work is safe; when it is not, what to do. */
import { Button, Group, Loader, Text, Tooltip } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconCloudOff } from "@tabler/icons-react";
import { useFlow } from "../canvas/context";
import type { FlowSession } from "../session/useFlowSession";

export function SaveWord({ session }: { session: FlowSession }) {
  const { speech } = useFlow();
  const { t } = speech;
  const state = session.useSaving();
  const help =
    state.word === "failed"
      ? t("save.failedHelp", { why: state.why })
      : t(`save.${state.word}Help`);
  const icon = {
    saved: <IconCheck size={14} aria-hidden />,
    waiting: <Loader size={12} color="gray" aria-hidden />,
    saving: <Loader size={12} color="gray" aria-hidden />,
    offline: <IconCloudOff size={14} aria-hidden />,
    failed: <IconAlertTriangle size={14} aria-hidden />,
    clash: <IconAlertTriangle size={14} aria-hidden />,
  }[state.word];
  const bad = state.word === "failed" || state.word === "offline";
  return (
    <Group gap={6} wrap="nowrap">
      <Tooltip label={help} multiline maw={320}>
        <Text
          size="xs"
          c={bad ? "var(--mantine-color-error)" : "dimmed"}
          role="status"
          data-testid="save-word"
          data-word={state.word}
          style={{ whiteSpace: "nowrap" }}
        >
          <Group gap={4} wrap="nowrap" component="span">
            {icon}
            {t(`save.${state.word}`)}
          </Group>
        </Text>
      </Tooltip>
      {bad && (
        <Button size="compact-xs" variant="default" onClick={() => void session.saver.flush()}>
          {t("save.again")}
        </Button>
      )}
    </Group>
  );
}
