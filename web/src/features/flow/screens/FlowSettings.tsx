/** The flow's own settings: what it is for, who may enter again, what ends it, what it may send. */
import { Drawer, Stack, Textarea } from "@mantine/core";
import { useMemo } from "react";
import { useStore } from "zustand";
import { useFlow } from "../canvas/context";
import type { EnrolmentKey, FlowDocument, Reentry, Rule } from "../model/document";
import type { Kinds } from "../model/kinds";
import { isRecord, type Schema } from "../model/schema";
import { FormContext } from "../panel/fields";
import { SchemaField } from "../panel/SchemaField";
import { setFlow } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";
import { useWorkspace } from "../words/useSpeech";
import { CeilingField } from "./CeilingField";

const REENTRY: Schema = {
  oneOf: [
    { const: "when_not_inside" },
    { const: "once" },
    { const: "every_time" },
    { properties: { once_per: { $ref: "#/$defs/Span" } } },
  ],
};
const KEY: Schema = {
  type: "object",
  properties: { property: { $ref: "#/$defs/PropertyName" } },
  required: ["property"],
};

export function FlowSettings({ session, readOnly }: { session: FlowSession; readOnly: boolean }) {
  const { speech } = useFlow();
  const { t } = speech;
  const { editor } = session;
  const dialog = useStore(editor.store, (state) => state.dialog);
  const document = useStore(editor.store, (state) => state.document);
  const kinds = useStore(editor.store, (state) => state.kinds);
  const workspace = useWorkspace(document);
  const context = useMemo(
    () => ({ root: sharedTypes(kinds), speech, workspace, readOnly }),
    [kinds, speech, workspace, readOnly],
  );
  const set = (change: Partial<FlowDocument>) => setFlow(editor, change);
  return (
    <Drawer
      opened={dialog?.ask === "flow"}
      onClose={() => editor.open(null)}
      position="right"
      size={420}
      title={t("flow.title")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <FormContext.Provider value={context}>
        <Stack>
          <Textarea
            label={t("flow.description")}
            description={t("flow.descriptionHelp")}
            autosize
            minRows={2}
            disabled={readOnly}
            value={document.description}
            onChange={(event) => set({ description: event.currentTarget.value })}
          />
          <SchemaField
            schema={{ ...REENTRY, title: "Reentry" }}
            label={t("flow.reentry")}
            help={t("flow.reentryHelp")}
            required
            value={document.reentry}
            onChange={(value) => set({ reentry: value as Reentry })}
          />
          <SchemaField
            schema={{ anyOf: [{ $ref: "#/$defs/Rule" }, { type: "null" }], default: null }}
            label={t("flow.exit_when")}
            help={t("flow.exit_whenHelp")}
            value={document.exit_when}
            onChange={(value) => set({ exit_when: (value ?? null) as Rule | null })}
          />
          <SchemaField
            schema={{ anyOf: [KEY, { type: "null" }], default: null }}
            label={t("flow.key")}
            help={t("flow.keyHelp")}
            value={document.key}
            onChange={(value) => set({ key: (value ?? null) as EnrolmentKey | null })}
          />
          <CeilingField
            value={document.ceiling}
            first={dialog?.ask === "flow" && dialog.field === "ceiling"}
            readOnly={readOnly}
            onChange={(ceiling) => set({ ceiling })}
          />
        </Stack>
      </FormContext.Provider>
    </Drawer>
  );
}

/** The registry serves shared types with each kind that uses them; the flow needs the same ones. */
function sharedTypes(kinds: Kinds): Schema {
  const all = [...kinds.values()].map((kind) => kind.schema.$defs).filter(isRecord);
  return { $defs: Object.assign({}, ...all) as Schema };
}
