/** The settings of the chosen step, beside the canvas: its name, what it does, where it leads. */
import { Alert, Button, Divider, ScrollArea, Stack, Text, TextInput, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useEditor, useFlow } from "../canvas/context";
import type { FlowNode } from "../model/document";
import { nodeOf } from "../model/graph";
import type { Schema } from "../model/schema";
import { rename } from "../session/acts";
import { perform } from "../session/commands";
import { useDiagnosticText } from "../words/useDiagnosticText";
import { kindSummary, kindTitle } from "../words/words";
import { FieldChanges } from "./FieldChanges";
import { FormContext, type Workspace } from "./fields";
import { Leads } from "./Leads";
import classes from "./Panel.module.css";
import { PanelHead } from "./PanelHead";
import { SettingsForm } from "./SettingsForm";

export function Panel({ workspace }: { workspace: Workspace }) {
  const node = useEditor((state) => {
    const [id] = state.selection.size === 1 ? [...state.selection] : [];
    return id === undefined ? undefined : nodeOf(state.document, id);
  });
  return node ? <StepPanel key={node.id} node={node} workspace={workspace} /> : null;
}

function StepPanel({ node, workspace }: { node: FlowNode; workspace: Workspace }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const kind = useEditor((state) => state.kinds.get(node.kind));
  const readOnly = useEditor((state) => state.readOnly);
  const wanted = useEditor((state) => state.field);
  const form = useRef<HTMLDivElement>(null);
  const title = kind ? kindTitle(speech, kind) : node.kind;

  useEffect(() => {
    if (!wanted) return;
    showField(form.current, wanted.name);
    editor.shown();
  }, [wanted, editor]);

  /** Back to the card; there, Escape once more closes the panel. */
  const onKeyDown = (event: KeyboardEvent) => {
    const target = event.target instanceof HTMLElement ? event.target : null;
    if (event.code !== "Escape" || target?.getAttribute("aria-expanded") === "true") return;
    event.preventDefault();
    target?.blur();
    stage.view.reveal(node.id);
  };

  const context = useMemo(
    () => ({ root: (kind?.schema ?? {}) as Schema, speech, workspace, readOnly }),
    [kind, speech, workspace, readOnly],
  );
  return (
    <aside
      className={classes.panel}
      aria-label={speech.t("panel.label", { step: node.name || title })}
    >
      <PanelHead id={node.id} kind={kind} title={title} />
      <ScrollArea className={classes.body} type="auto">
        <Stack ref={form} gap="sm" p="md" onKeyDown={onKeyDown}>
          <Text size="sm" c="dimmed">
            {kind ? kindSummary(speech, kind) : speech.t("unknownKind", { kind: node.kind })}
          </Text>
          <StepProblems id={node.id} />
          <TextInput
            data-field="name"
            size="sm"
            label={speech.t("panel.name")}
            placeholder={title}
            disabled={readOnly}
            value={node.name}
            maxLength={200}
            onChange={(event) => rename(editor, node.id, event.currentTarget.value)}
          />
          <FormContext.Provider value={context}>
            <SettingsForm node={node} />
          </FormContext.Provider>
          <FieldChanges node={node} />
          <Divider />
          <Leads node={node} />
          {!readOnly && (
            <Tooltip label={speech.t("panel.deleteHelp")}>
              <Button
                variant="subtle"
                color="red"
                size="compact-sm"
                w="fit-content"
                leftSection={<IconTrash size={14} aria-hidden />}
                onClick={() => perform("delete", stage)}
              >
                {speech.t("panel.delete")}
              </Button>
            </Tooltip>
          )}
        </Stack>
      </ScrollArea>
    </aside>
  );
}

function StepProblems({ id }: { id: string }) {
  const textOf = useDiagnosticText();
  const diagnostics = useEditor((state) => state.diagnostics);
  const own = diagnostics.filter((diagnostic) => diagnostic.node === id);
  return own.map((one) => (
    <Alert
      key={`${one.code} ${one.field}`}
      p="xs"
      color={one.severity === "error" ? "red" : "yellow"}
      variant="light"
      title={textOf(one).message}
    >
      {textOf(one).help}
    </Alert>
  ));
}

/** Brings a setting into sight and puts the cursor there; `settings` means the first one. */
function showField(form: HTMLElement | null, name: string): void {
  const fields = [...(form?.querySelectorAll<HTMLElement>("[data-field]") ?? [])];
  const own = fields.find((field) => field.dataset.field === name);
  const place = own ?? fields[1] ?? fields[0];
  const input = place?.matches("input")
    ? place
    : place?.querySelector<HTMLElement>("input, textarea, button");
  place?.scrollIntoView({ block: "nearest" });
  input?.focus();
  if (input instanceof HTMLInputElement && name === "name") input.select();
}
