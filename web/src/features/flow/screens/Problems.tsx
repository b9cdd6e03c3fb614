/** All that is wrong with the draft. A click jumps to the step and the setting. */
import {
  ActionIcon,
  Badge,
  Button,
  Drawer,
  Stack,
  Text,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck, IconExclamationCircle } from "@tabler/icons-react";
import { useState } from "react";
import { useStore } from "zustand";
import type { Diagnostic } from "@/features/diagnostics/said";
import { useEditor, useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import type { FlowSession } from "../session/useFlowSession";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { stepTitle } from "../words/words";
import classes from "./Problems.module.css";

export function ProblemsButton({ session }: { session: FlowSession }) {
  const { speech } = useFlow();
  const { t } = speech;
  const diagnostics = useStore(session.editor.store, (state) => state.diagnostics);
  const errors = diagnostics.filter((one) => one.severity === "error").length;
  const Icon =
    errors > 0
      ? IconExclamationCircle
      : diagnostics.length > 0
        ? IconAlertTriangle
        : IconCircleCheck;
  const color =
    errors > 0 ? "var(--flow-removed)" : diagnostics.length > 0 ? "var(--flow-changed)" : undefined;
  const open = () => session.editor.open({ ask: "problems" });
  // That all is well needs no room of its own.
  if (diagnostics.length === 0)
    return (
      <Tooltip label={t("problems.none")}>
        <ActionIcon
          size={30}
          variant="subtle"
          color="gray"
          aria-label={t("problems.none")}
          onClick={open}
        >
          <Icon size={16} aria-hidden />
        </ActionIcon>
      </Tooltip>
    );
  return (
    <Button
      size="xs"
      h={30}
      variant="subtle"
      color="gray"
      style={{ flex: "none" }}
      leftSection={<Icon size={16} color={color} aria-hidden />}
      onClick={open}
    >
      {t("problems.count", { count: diagnostics.length })}
    </Button>
  );
}

export function Problems() {
  const { stage, speech } = useFlow();
  const { editor, view } = stage;
  const { t } = speech;
  const opened = useEditor((state) => state.dialog?.ask === "problems");
  const diagnostics = useEditor((state) => state.diagnostics);
  // Whoever jumps to a setting wants the cursor there, and not back on the button.
  const [jumps, setJumps] = useState(false);
  const close = (jumping = false) => {
    setJumps(jumping);
    editor.open(null);
  };
  const jump = ({ node, field }: Diagnostic) => {
    close(true);
    if (!node) return editor.open({ ask: "flow" });
    editor.show(node, field);
    view.reveal(node, { readable: true });
  };
  return (
    <Drawer
      opened={opened}
      onClose={() => close()}
      returnFocus={!jumps}
      position="right"
      size={380}
      title={t("problems.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      {diagnostics.length === 0 ? (
        <Text c="dimmed">{t("problems.noneLong")}</Text>
      ) : (
        <ProblemList diagnostics={diagnostics} onJump={jump} />
      )}
    </Drawer>
  );
}

interface ListProps {
  readonly diagnostics: readonly Diagnostic[];
  readonly onJump: (diagnostic: Diagnostic) => void;
}

export function ProblemList({ diagnostics, onJump }: ListProps) {
  const { speech } = useFlow();
  const textOf = useDiagnosticText();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const sorted = [...diagnostics].sort((a, b) => a.severity.localeCompare(b.severity));
  const where = (one: Diagnostic) => {
    const node = one.node ? nodeOf(document, one.node) : undefined;
    return node ? stepTitle(speech, kinds, node) : speech.t("problems.wholeFlow");
  };
  return (
    <Stack gap={6}>
      {sorted.map((one, index) => (
        <UnstyledButton
          key={`${one.code} ${one.node} ${one.field} ${index}`}
          className={classes.problem}
          onClick={() => onJump(one)}
        >
          <Badge
            variant="outline"
            tt="none"
            color={one.severity === "error" ? "red" : "yellow"}
            c="var(--mantine-color-text)"
            leftSection={
              one.severity === "error" ? (
                <IconExclamationCircle size={12} aria-hidden />
              ) : (
                <IconAlertTriangle size={12} aria-hidden />
              )
            }
          >
            {where(one)}
          </Badge>
          <Text size="sm" mt={4}>
            {textOf(one).message}
          </Text>
          <Text size="sm" c="dimmed">
            {textOf(one).help}
          </Text>
        </UnstyledButton>
      ))}
    </Stack>
  );
}
