/** The editor's screen: header, palette, drawing or outline, settings; and which flow each mode shows. */
import { Box } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { ReactFlowProvider } from "@xyflow/react";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useStore } from "zustand";
import { Canvas } from "../canvas/Canvas";
import { FlowContext } from "../canvas/context";
import { Live } from "../canvas/Live";
import { Palette } from "../canvas/Palette";
import { useKeys } from "../canvas/useKeys";
import { usePalette } from "../canvas/usePalette";
import { Dialogs } from "../dialogs/Dialogs";
import { createTrace } from "../explain/trace";
import type { NodeId } from "../model/document";
import type { Kinds } from "../model/kinds";
import type { Flow } from "../queries";
import { type FlowSearch, flowSearch } from "../search";
import type { Stage } from "../session/commands";
import type { Editor } from "../session/editor";
import { type FlowSession, useFlowSession } from "../session/useFlowSession";
import { useSpeech, useWorkspace } from "../words/useSpeech";
import { Clash } from "./Clash";
import classes from "./EditorScreen.module.css";
import { Header } from "./Header";
import type { Passage } from "./People";
import { Problems } from "./Problems";
import { Toolbar } from "./Toolbar";
import { useFlowCommands } from "./useFlowVerbs";
import { useShown } from "./useShown";

// What is not there when a flow opens is loaded when it is first wanted.
const Outline = lazy(async () => ({ default: (await import("../outline/Outline")).Outline }));
const EmptyFlow = lazy(async () => ({ default: (await import("./EmptyFlow")).EmptyFlow }));
const Panel = lazy(async () => ({ default: (await import("../panel/Panel")).Panel }));
const People = lazy(async () => ({ default: (await import("./People")).People }));
const PathPanel = lazy(async () => ({
  default: (await import("../explain/PathPanel")).PathPanel,
}));
const SimulatePanel = lazy(async () => ({
  default: (await import("../simulate/SimulatePanel")).SimulatePanel,
}));
const PublishDialog = lazy(async () => ({
  default: (await import("../publishing/PublishDialog")).PublishDialog,
}));

interface Props {
  readonly flow: Flow;
  readonly kinds: Kinds;
  readonly readOnly: boolean;
}

export function EditorScreen({ flow, kinds, readOnly }: Props) {
  const session = useFlowSession(flow, kinds, readOnly);
  const search = flowSearch(useSearch({ strict: false }));
  const shown = useShown(flow, kinds, session.editor, search);
  const draft = useStore(session.editor.store, (state) => state.document);
  const speech = useSpeech(draft);
  const stage = useStage(shown.editor);
  const [people, setPeople] = useState<Passage | null>(null);
  const [trace] = useState(createTrace);
  const { numbers, marks } = shown;
  const showPeople = useCallback(
    (node: NodeId, port?: string) => setPeople({ node, ...(port ? { port } : {}) }),
    [],
  );
  const context = useMemo(
    () => ({ stage, speech, numbers, marks, trace, showPeople: numbers ? showPeople : null }),
    [stage, speech, numbers, marks, trace, showPeople],
  );
  const workspace = useWorkspace(draft);
  useStepInAddress(shown.editor, search);
  const edits = shown.editor === session.editor && !readOnly;
  return (
    <FlowContext.Provider value={context}>
      <ReactFlowProvider key={shown.key}>
        <Keyboard flow={flow} session={session} />
        <Box className={classes.screen}>
          <Header flow={flow} session={session} search={search} readOnly={readOnly} />
          <div className={classes.work}>
            {edits && search.as !== "outline" && <Palette />}
            <main className={classes.stage}>
              {search.as === "outline" ? (
                <Suspense>
                  <Outline />
                </Suspense>
              ) : (
                <Canvas key={shown.key} />
              )}
              {search.as !== "outline" && <Toolbar />}
              <Suspense>{edits && <EmptyFlow flow={flow} session={session} />}</Suspense>
            </main>
            <Suspense>
              {search.mode === "path" ? (
                <PathPanel flow={flow.id} version={shown.version} search={search} />
              ) : search.mode === "simulate" ? (
                <SimulatePanel
                  flow={flow.id}
                  session={session}
                  search={search}
                  workspace={workspace}
                />
              ) : (
                <Panel workspace={workspace} />
              )}
            </Suspense>
          </div>
        </Box>
        <Dialogs />
        <Problems />
        <Live />
        <Clash session={session} />
        <Suspense>
          <PublishDialog flow={flow} session={session} />
          {people !== null && (
            <People
              flow={flow.id}
              version={shown.version}
              days={search.days}
              {...people}
              onClose={() => setPeople(null)}
            />
          )}
        </Suspense>
      </ReactFlowProvider>
    </FlowContext.Provider>
  );
}

function Keyboard({ flow, session }: { flow: Flow; session: FlowSession }) {
  useKeys();
  usePalette(useFlowCommands(flow, session));
  return null;
}

function useStage(editor: Editor): Stage {
  return useMemo(
    () => ({
      editor,
      // The drawing puts its own in when it is there; in the outline nothing has to move.
      view: {
        fit: () => {},
        fitForNow: () => {},
        zoom: () => {},
        reveal: () => {},
        pointer: () => undefined,
      },
      clipboard: {
        write: (text) => navigator.clipboard.writeText(text),
        read: () => navigator.clipboard.readText().catch(() => ""),
      },
    }),
    [editor],
  );
}

/** The chosen step is in the address, and a step in the address is chosen. */
function useStepInAddress(editor: Editor, search: FlowSearch): void {
  const navigate = useNavigate();
  // Of whichever document is shown: it stays chosen when the mode changes.
  const wanted = useRef(search.step);
  wanted.current = search.step;
  useEffect(() => {
    const step = wanted.current;
    if (step !== undefined)
      editor.select(
        [step].filter((id) => editor.state.document.nodes.some((node) => node.id === id)),
      );
    return editor.store.subscribe((now, before) => {
      if (now.selection === before.selection) return;
      const step = editor.chosen;
      void navigate({
        to: ".",
        replace: true,
        search: ((old: FlowSearch) => {
          const { step: _, ...rest } = old;
          return step === undefined ? rest : { ...rest, step };
        }) as never,
      });
    });
  }, [editor, navigate]);
}
