/**
 * The same flow as a list that is read from top to bottom, and edited by the same commands: for
 * screen readers, phones and people who think in lists.
 */
import { ActionIcon, Group, Menu, Text, Title, UnstyledButton } from "@mantine/core";
import { IconDots, IconPlus } from "@tabler/icons-react";
import { useMemo } from "react";
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import { StepNumbersLine } from "../canvas/StepNumbersLine";
import { TraceBadge, TraceLine } from "../canvas/TraceLine";
import { markOf, useTraced } from "../explain/trace";
import { type Line, outlined } from "../model/outline";
import { commandOf, isPossible, perform } from "../session/commands";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { portName, stepSummary, stepTitle } from "../words/words";
import classes from "./Outline.module.css";

export function Outline() {
  const { speech, stage } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const readOnly = useEditor((state) => state.readOnly);
  const lines = useMemo(() => outlined(document, kinds), [document, kinds]);
  return (
    <section className={classes.outline} aria-label={speech.t("outline.label")}>
      <Group justify="space-between" mb="xs">
        <Title order={2}>{speech.t("outline.title")}</Title>
        {!readOnly && (
          <ActionIcon
            variant="default"
            aria-label={speech.t("empty.trigger")}
            title={speech.t("empty.trigger")}
            onClick={() =>
              stage.editor.open({ ask: "step", spot: { on: "canvas", at: { x: 0, y: 0 } } })
            }
          >
            <IconPlus size={16} />
          </ActionIcon>
        )}
      </Group>
      <ol className={classes.list}>
        {lines.map((line) => (
          <Row key={line.key} line={line} />
        ))}
      </ol>
    </section>
  );
}

function Row({ line }: { line: Line }) {
  const { speech, stage, numbers, trace } = useFlow();
  const textOf = useDiagnosticText();
  const visits = useTraced(trace, line.what === "step" ? line.node.id : "");
  const { editor } = stage;
  const { t } = speech;
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const chosen = useEditor((state) => line.what === "step" && state.selection.has(line.node.id));
  const problem = useEditor(
    (state) => line.what === "step" && state.diagnostics.find((one) => one.node === line.node.id),
  );
  const indent = { paddingInlineStart: 8 + line.depth * 28 };
  const by = line.through && (
    <Text span size="xs" c="dimmed" className={classes.port}>
      {portName(speech, line.through.port)}
    </Text>
  );
  if (line.what === "goes_on") {
    const step = document.nodes.find((node) => node.id === line.to);
    return (
      <li style={indent} className={classes.row}>
        {by}
        <UnstyledButton className={classes.link} onClick={() => editor.select([line.to])}>
          {t("outline.goesOn", { step: step ? stepTitle(speech, kinds, step) : line.to })}
        </UnstyledButton>
      </li>
    );
  }
  if (line.what === "open") {
    return (
      <li style={indent} className={classes.row}>
        {by}
        <UnstyledButton
          className={classes.link}
          onClick={() => editor.open({ ask: "step", spot: { on: "port", port: line.through } })}
        >
          {t("outline.addHere")}
        </UnstyledButton>
      </li>
    );
  }
  const kind = kinds.get(line.node.kind);
  const Icon = iconOf(kind);
  return (
    <li style={indent} className={classes.row} data-chosen={chosen || undefined}>
      {by}
      {visits?.last && <TraceBadge visits={visits} />}
      <UnstyledButton
        className={classes.step}
        data-role={kind?.role}
        data-trace={markOf(visits)}
        aria-current={chosen || undefined}
        onClick={() => editor.select([line.node.id])}
      >
        <span className={classes.icon} aria-hidden>
          <Icon size={17} stroke={1.75} />
        </span>
        <span className={classes.texts}>
          <span className={classes.title}>{stepTitle(speech, kinds, line.node)}</span>
          {visits?.last ? (
            <TraceLine visits={visits} last={visits.last} />
          ) : (
            !numbers && (
              <span className={classes.summary}>{stepSummary(speech, kinds, line.node)}</span>
            )
          )}
          {problem && <span className={classes.problem}>{textOf(problem).message}</span>}
        </span>
      </UnstyledButton>
      {numbers && <StepNumbersLine id={line.node.id} />}
      <StepMenu id={line.node.id} title={stepTitle(speech, kinds, line.node)} />
    </li>
  );
}

const VERBS = [
  "addStep",
  "connect",
  "moveStep",
  "moveBranch",
  "flip",
  "duplicate",
  "rename",
  "delete",
];

function StepMenu({ id, title }: { id: string; title: string }) {
  const { speech, stage } = useFlow();
  const readOnly = useEditor((state) => state.readOnly);
  if (readOnly) return null;
  return (
    <Menu position="bottom-end" onOpen={() => stage.editor.select([id])}>
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={speech.t("outline.verbs", { step: title })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {VERBS.filter((verb) => isPossible(commandOf(verb), stage) || verb !== "flip").map(
          (verb) => (
            <Menu.Item
              key={verb}
              color={verb === "delete" ? "red" : undefined}
              onClick={() => setTimeout(() => perform(verb, stage), 0)}
            >
              {speech.t(`command.${verb}`)}
            </Menu.Item>
          ),
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
