/** What can be done with the flow as a whole. */
import { ActionIcon, FileButton, Menu } from "@mantine/core";
import {
  IconArchive,
  IconDots,
  IconDownload,
  IconHistory,
  IconPlayerPause,
  IconPlayerPlay,
  IconRestore,
  IconSettings,
  IconUpload,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useRef, useState } from "react";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { useFlow } from "../canvas/context";
import { readFlow, writeFlow } from "../model/document";
import { type Flow, numbersQuery, type Turn, turnFlow, versionQuery } from "../queries";
import { pasteText, restore } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";

// Both open on demand, and so does the form that they are made of.
const FlowSettings = lazy(async () => ({
  default: (await import("./FlowSettings")).FlowSettings,
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
          {!readOnly && current > 0 && <Turns flow={flow} />}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
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

/** Pausing, resuming and ending, each in plain words on what happens to the people inside. */
function Turns({ flow }: { flow: Flow }) {
  const { speech } = useFlow();
  const { t } = speech;
  const ask = useAsk();
  const numbers = useQuery(numbersQuery(flow.id, flow.current_version ?? undefined)).data;
  const inside = numbers?.nodes.reduce((sum, node) => sum + node.inside, 0) ?? 0;
  const turn = useWrite<Turn, unknown>({
    send: (which) => turnFlow(flow.id, which),
    touches: ["flows", `flow:${flow.id}`],
    done: (_, which) => t(`turn.${which}.done`, { name: flow.name }),
  });
  const question = (which: Turn) =>
    ask({
      title: t(`turn.${which}.title`, { name: flow.name }),
      text: t(`turn.${which}.text`, { count: inside }),
      verb: t(`turn.${which}.verb`),
      onYes: () => turn.mutate(which),
    });
  return (
    <>
      <Menu.Divider />
      {flow.state === "active" && (
        <Menu.Item
          leftSection={<IconPlayerPause size={16} aria-hidden />}
          onClick={() => question("pause")}
        >
          {t("turn.pause.verb")}
        </Menu.Item>
      )}
      {flow.state === "paused" && (
        <Menu.Item
          leftSection={<IconPlayerPlay size={16} aria-hidden />}
          onClick={() => turn.mutate("resume")}
        >
          {t("turn.resume.verb")}
        </Menu.Item>
      )}
      <Menu.Item
        color="red"
        leftSection={<IconArchive size={16} aria-hidden />}
        onClick={() => question("archive")}
      >
        {t("turn.archive.verb")}
      </Menu.Item>
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
