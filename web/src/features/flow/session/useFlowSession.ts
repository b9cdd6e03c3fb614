/** Opens a flow for editing: the editor, its saver, and the work that an earlier visit left behind. */

import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import type { Diagnostic } from "@/features/diagnostics/said";
import { segmentsQuery } from "@/features/segments/queries";
import type { Kinds } from "../model/kinds";
import { diagnosticsQuery, draftOf, type Flow, loadDraft, saveDraft } from "../queries";
import { Editor } from "./editor";
import { Saver } from "./saver";
import type { Backup, SaveState } from "./saving";

export interface FlowSession {
  readonly editor: Editor;
  readonly saver: Saver<Diagnostic>;
  readonly useSaving: () => SaveState<Diagnostic>;
}

export function useFlowSession(flow: Flow, kinds: Kinds, readOnly: boolean): FlowSession {
  // One session for as long as the flow is open: what comes from the server later goes through the saver.
  const [session] = useState(() => open(flow, kinds, readOnly));
  const draft = useMemo(() => draftOf(flow), [flow]);
  useEffect(() => {
    void session.saver.catchUp(draft);
  }, [session, draft]);
  useEffect(() => session.start(), [session]);
  const { data, refetch } = useQuery(diagnosticsQuery(flow.id, flow.draft_version));
  const segments = useQuery(segmentsQuery).dataUpdatedAt;
  // What is deleted elsewhere makes the steps faulty that used it.
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when segments changed
  useEffect(() => {
    void refetch();
  }, [segments, refetch]);
  useEffect(() => {
    // Later ones come with each save; this is what was wrong when the flow was opened.
    if (data && data.draft_version === session.saver.baseVersion)
      session.editor.diagnose(data.diagnostics);
  }, [data, session]);
  return session;
}

function open(flow: Flow, kinds: Kinds, readOnly: boolean) {
  const draft = draftOf(flow);
  const left = readOnly ? null : recall(flow.id);
  const editor = new Editor(left?.document ?? draft.document, kinds, { readOnly });
  const saving = createStore<{ state: SaveState<Diagnostic> }>(() => ({
    state: { word: "saved" },
  }));
  const saver = new Saver<Diagnostic>(
    left?.base ?? draft.document,
    left?.version ?? draft.version,
    {
      send: saveDraft,
      load: () => loadDraft(flow.id),
      current: () => editor.state.document,
      replace: (document) => editor.replace(document),
      backup: (work) => keep(flow.id, work),
      onState: (state) => saving.setState({ state }),
      onDiagnostics: (diagnostics) => editor.diagnose(diagnostics),
      onMerged: ({ by }) =>
        editor.say(by ? "notice.mergedWith" : "notice.merged", by ? { name: by } : {}, "told"),
      later: (run, ms) => {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
    },
  );

  const start = () => {
    if (readOnly) return;
    if (left && draft.version > left.version) void saver.catchUp(draft);
    else if (left) saver.changed();
    const unsubscribe = editor.store.subscribe((now, before) => {
      if (now.document !== before.document) saver.changed();
    });
    const online = () => void saver.flush();
    globalThis.addEventListener("online", online);
    globalThis.addEventListener("pagehide", online);
    return () => {
      unsubscribe();
      globalThis.removeEventListener("online", online);
      globalThis.removeEventListener("pagehide", online);
      void saver.flush().finally(() => saver.stop());
    };
  };
  return { editor, saver, start, useSaving: () => useStore(saving, (store) => store.state) };
}

const key = (flow: string) => `runnel.flow.unsaved.${flow}`;

function keep(flow: string, work: Backup | null): void {
  try {
    if (work) localStorage.setItem(key(flow), JSON.stringify(work));
    else localStorage.removeItem(key(flow));
  } catch {
    // Without a store the work is in this page only, as the word beside the name says.
  }
}

function recall(flow: string): Backup | null {
  try {
    const work = JSON.parse(localStorage.getItem(key(flow)) ?? "null") as Backup | null;
    return work && Array.isArray(work.document?.nodes) && Array.isArray(work.base?.nodes)
      ? work
      : null;
  } catch {
    return null;
  }
}
