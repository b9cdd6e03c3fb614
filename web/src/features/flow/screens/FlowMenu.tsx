/** What can be done with the flow as a whole. */
import { ActionIcon, FileButton, Menu } from "@mantine/core";
import {
  IconDots,
  IconDownload,
  IconHistory,
  IconRestore,
  IconSettings,
  IconUpload,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useRef, useState } from "react";
import { useStore } from "zustand";
import { useFlow } from "../canvas/context";
import { readFlow } from "../model/document";
import { VerbItems } from "../publishing/VerbItems";
import { type Flow, versionQuery } from "../queries";
import { pasteText, restore } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";
import { useFlowVerbs } from "./useFlowVerbs";

// What opens on demand is loaded on demand.
const FlowSettings = lazy(async () => ({
  default: (await import("./FlowSettings")).FlowSettings,
}));
const VerbDialog = lazy(async () => ({
  default: (await import("../publishing/VerbDialog")).VerbDialog,
}));
const Versions = lazy(async () => ({ default: (await import("./Versions")).Versions }));

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
  readonly readOnly: boolean;
}

export function FlowMenu({ flow, session, readOnly }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const { editor } = session;
  const navigate = useNavigate();
  const [versions, setVersions] = useState(false);
  const dialog = useStore(editor.store, (state) => state.dialog);
  const verbs = useFlowVerbs(flow, session);
  const resetFile = useRef<() => void>(null);
  const current = flow.current_version ?? 0;
  const published = useQuery({ ...versionQuery(flow.id, current), enabled: current > 0 }).data;
  return (
    <>
      <Menu position="bottom-end" width={260} keepMounted>
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t("menu.open")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item
            leftSection={<IconSettings size={16} aria-hidden />}
            onClick={() => editor.open({ ask: "flow" })}
          >
            {t("menu.settings")}
          </Menu.Item>
          {current > 0 && (
            <Menu.Item
              leftSection={<IconHistory size={16} aria-hidden />}
              onClick={() => setVersions(true)}
            >
              {t("menu.versions")}
            </Menu.Item>
          )}
          {published && !readOnly && (
            <Menu.Item
              leftSection={<IconRestore size={16} aria-hidden />}
              onClick={() => restore(editor, "discard", readFlow(published.document))}
            >
              {t("menu.discard", { version: current })}
            </Menu.Item>
          )}
          <Menu.Divider />
          <Menu.Item
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => void verbs.save()}
          >
            {t("files:save")}
          </Menu.Item>
          {!readOnly && (
            <FileButton
              accept="application/json,.json"
              resetRef={resetFile}
              onChange={(file) => {
                void file?.text().then((text) => pasteText(editor, text));
                resetFile.current?.();
              }}
            >
              {(props) => (
                <Menu.Item
                  {...props}
                  closeMenuOnClick={false}
                  leftSection={<IconUpload size={16} aria-hidden />}
                >
                  {t("menu.import")}
                </Menu.Item>
              )}
            </FileButton>
          )}
          <VerbItems flow={flow} onChoose={verbs.choose} />
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {dialog?.ask === "verb" && (
          <VerbDialog
            flow={flow}
            verb={dialog.verb}
            onClose={() => editor.open(null)}
            onDeleted={() => void navigate({ to: "/flows" })}
          />
        )}
        <FlowSettings session={session} readOnly={readOnly} />
        {versions && (
          <Versions
            flow={flow}
            session={session}
            readOnly={readOnly}
            onClose={() => setVersions(false)}
          />
        )}
      </Suspense>
    </>
  );
}
