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
import { lazy, Suspense, useRef, useState } from "react";
import { useFlow } from "../canvas/context";
import { readFlow, writeFlow } from "../model/document";
import { Turns } from "../publishing/Turns";
import { type Flow, type Turn, versionQuery } from "../queries";
import { pasteText, restore } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";

// What opens on demand is loaded on demand.
const FlowSettings = lazy(async () => ({
  default: (await import("./FlowSettings")).FlowSettings,
}));
const TurnDialog = lazy(async () => ({
  default: (await import("../publishing/TurnDialog")).TurnDialog,
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
  const [versions, setVersions] = useState(false);
  const [turn, setTurn] = useState<Turn | null>(null);
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
            onClick={() => download(session)}
          >
            {t("menu.export")}
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
          {!readOnly && current > 0 && <Turns flow={flow} onChoose={setTurn} />}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {turn && <TurnDialog flow={flow} turn={turn} onClose={() => setTurn(null)} />}
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

function download(session: FlowSession): void {
  const { document } = session.editor.state;
  const text = JSON.stringify({ flow: writeFlow(document) }, null, 2);
  const link = globalThis.document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `${document.id}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
}
