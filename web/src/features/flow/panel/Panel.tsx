/** The settings of the chosen step, beside the canvas: its name, what it does, where it leads. */
import {
  ActionIcon,
  Alert,
  Button,
  CloseButton,
  Divider,
  Group,
  ScrollArea,
  Stack,
  Text,
  TextInput,
  Title,
  Tooltip,
} from "@mantine/core";
import { IconChevronDown, IconChevronUp, IconTrash } from "@tabler/icons-react";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import type { FlowNode } from "../model/document";
import { equal } from "../model/equal";
import { distances, nodeOf } from "../model/graph";
import { fieldsOf, type Schema } from "../model/schema";
import { rename, setSettings } from "../session/acts";
import { perform } from "../session/commands";
import {
  fieldHelp,
  fieldName,
  kindSummary,
  kindTitle,
  problemText,
  settingText,
} from "../words/words";
import { FormContext, type Workspace } from "./fields";
import { Leads } from "./Leads";
import classes from "./Panel.module.css";
import { SchemaField } from "./SchemaField";

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
  const Icon = iconOf(kind);
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
      <Group className={classes.head} wrap="nowrap" gap="xs" data-role={kind?.role}>
        <span className={classes.icon} aria-hidden>
          <Icon size={18} stroke={1.75} />
        </span>
        <div className={classes.titles}>
          <Title order={2} size="h3">
            {title}
          </Title>
          <Text size="xs" c="dimmed">
            <Distance id={node.id} />
          </Text>
        </div>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={speech.t("panel.previous")}
          onClick={() => perform("walk.up", stage)}
        >
          <IconChevronUp size={16} />
        </ActionIcon>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={speech.t("panel.next")}
          onClick={() => perform("walk.down", stage)}
        >
          <IconChevronDown size={16} />
        </ActionIcon>
        <CloseButton aria-label={speech.t("close")} onClick={() => editor.select([])} />
      </Group>
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
          <Changes node={node} />
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

function SettingsForm({ node }: { node: FlowNode }) {
  const { stage, speech } = useFlow();
  const kind = useEditor((state) => state.kinds.get(node.kind));
  const diagnostics = useEditor((state) => state.diagnostics);
  if (!kind) return null;
  const errorOf = (field: string) => {
    const found = diagnostics.find((one) => one.node === node.id && one.field === field);
    return found && problemText(speech, found).message;
  };
  return fieldsOf(kind.schema).map((field) => (
    <div key={field.name} data-field={field.name}>
      <SchemaField
        schema={field.schema}
        label={fieldName(speech, field.name)}
        help={fieldHelp(speech, kind.name, field.name, field.help)}
        required={field.required}
        error={errorOf(field.name)}
        around={node.settings}
        value={node.settings[field.name]}
        onChange={(value) => {
          // The step as it is now: two fields may change before the form is drawn again.
          const now = nodeOf(stage.editor.state.document, node.id)?.settings ?? node.settings;
          const { [field.name]: _, ...others } = now;
          const settings = value === undefined ? others : { ...now, [field.name]: value };
          setSettings(stage.editor, node.id, settings, field.name);
        }}
      />
    </div>
  ));
}

function Distance({ id }: { id: string }) {
  const { speech } = useFlow();
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const away = useMemo(() => distances(document, kinds).get(id), [document, kinds, id]);
  if (away === undefined) return speech.t("panel.unreached");
  return away === 0 ? speech.t("panel.start") : speech.t("panel.distance", { count: away });
}

function StepProblems({ id }: { id: string }) {
  const { speech } = useFlow();
  const diagnostics = useEditor((state) => state.diagnostics);
  const own = diagnostics.filter((diagnostic) => diagnostic.node === id);
  return own.map((one) => (
    <Alert
      key={`${one.code} ${one.field}`}
      p="xs"
      color={one.severity === "error" ? "red" : "yellow"}
      variant="light"
      title={problemText(speech, one).message}
    >
      {problemText(speech, one).help}
    </Alert>
  ));
}

/** In the mode that compares: each setting as it was and as it is. */
function Changes({ node }: { node: FlowNode }) {
  const { marks, speech } = useFlow();
  const kind = useEditor((state) => state.kinds.get(node.kind));
  const edits = marks?.fields.get(node.id);
  if (!edits) return null;
  const text = (path: string, value: unknown) => {
    if (value === undefined || value === null || value === "") return "—";
    const field = kind && fieldsOf(kind.schema).find(({ name }) => `settings.${name}` === path);
    return field ? settingText(speech, field.schema, value, node.settings) : String(value);
  };
  return (
    <Stack gap={4} className={classes.changes}>
      <Title order={3}>{speech.t("diff.fields")}</Title>
      {edits
        .filter((edit) => !equal(edit.before, edit.after))
        .map((edit) => (
          <Text key={edit.path} size="sm">
            {fieldName(speech, edit.path.replace(/^settings\./, ""))}:{" "}
            <del>{text(edit.path, edit.before)}</del> <ins>{text(edit.path, edit.after)}</ins>
          </Text>
        ))}
    </Stack>
  );
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
