/** Which flow a mode shows: the draft to edit; else a version, or two of them compared, to look at. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import { type Comparison, compared } from "../model/compare";
import { emptyFlow, type FlowDocument, readFlow } from "../model/document";
import { type Kinds, roleOf } from "../model/kinds";
import { type Flow, numbersQuery, versionQuery } from "../queries";
import type { FlowSearch } from "../search";
import { Editor } from "../session/editor";
import { createNumbers, type NumbersStore, updateNumbers } from "../session/numbers";

export interface Shown {
  /** Changes when another document is shown. */
  readonly key: string;
  readonly editor: Editor;
  /** Which version is shown, or was before; 0: none was ever published. */
  readonly version: number;
  readonly numbers: NumbersStore | null;
  readonly marks: Comparison | null;
}

export function useShown(flow: Flow, kinds: Kinds, draft: Editor, search: FlowSearch): Shown {
  const version = search.version ?? flow.current_version ?? 0;
  const looksBack = search.mode !== undefined || search.version !== undefined;
  const published = useQuery({
    ...versionQuery(flow.id, version),
    enabled: looksBack && version > 0,
  }).data;
  const now = useStore(draft.store, (state) => state.document);
  const before = useMemo(() => (published ? readFlow(published.document) : null), [published]);
  const marks = useMemo(
    () => (search.mode === "diff" && before ? compared(before, now) : null),
    [search.mode, before, now],
  );
  const ofDraft = search.mode === "simulate" || version === 0;
  const document = marks?.document ?? (ofDraft ? now : before);
  const editor = useReader(looksBack ? document : null, kinds, search.mode ?? "version");
  const numbers = useNumbers(
    flow.id,
    version,
    search.days,
    kinds,
    search.mode === "numbers" ? before : null,
  );
  if (!editor) return { key: "draft", editor: draft, version, numbers: null, marks: null };
  return { key: `${search.mode ?? "version"}-${version}`, editor, version, numbers, marks };
}

/** An editor that shows a document and changes nothing. */
function useReader(document: FlowDocument | null, kinds: Kinds, mode: string): Editor | null {
  const present = document !== null;
  const editor = useMemo(
    () => (present && mode ? new Editor(emptyFlow("", ""), kinds, { readOnly: true }) : null),
    [present, mode, kinds],
  );
  if (editor && document && editor.state.document.nodes.length === 0) editor.replace(document);
  useEffect(() => {
    if (editor && document && editor.state.document !== document) editor.replace(document);
  }, [editor, document]);
  return editor;
}

const POLL_MS = 1_500;

function useNumbers(
  id: string,
  version: number,
  days: number | undefined,
  kinds: Kinds,
  document: FlowDocument | null,
): NumbersStore | null {
  const store = useMemo(() => createNumbers(), []);
  const on = document !== null;
  const { data } = useQuery({
    ...numbersQuery(id, version, days),
    enabled: on,
    refetchInterval: POLL_MS,
  });
  useEffect(() => {
    if (!data || !document) return;
    const triggers = document.nodes.filter((node) => roleOf(kinds, node) === "trigger");
    updateNumbers(store, data.nodes, new Set(triggers.map((node) => node.id)));
  }, [data, document, kinds, store]);
  return on ? store : null;
}
