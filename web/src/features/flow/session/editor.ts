/**
 * One open flow: its document with history (undoable), and apart from it what is chosen and which
 * dialog is open (not undoable). Knows neither the server nor how anything is drawn.
 */
import { createStore, type StoreApi } from "zustand/vanilla";
import type { Diagnostic } from "@/features/diagnostics/said";
import type { FlowDocument, FlowEdge, NodeId, Point, PortRef } from "../model/document";
import { type History, type Name, noHistory, record, redo, undo } from "../model/history";
import type { Spot } from "../model/insert";
import type { Kinds } from "../model/kinds";
import type { Verb } from "../publishing/verbs";
import { placed } from "./diagnostics";

/** What is asked of the user, one thing at a time. */
export type Dialog =
  | { readonly ask: "step"; readonly spot: Spot; readonly from?: PortRef }
  | { readonly ask: "side"; readonly node: NodeId; readonly ports: readonly string[] }
  | { readonly ask: "connect"; readonly from: PortRef }
  | { readonly ask: "taken"; readonly from: PortRef; readonly to: NodeId; readonly at: Point }
  | { readonly ask: "move"; readonly node: NodeId; readonly branch: boolean }
  | { readonly ask: "replace"; readonly node: NodeId }
  | { readonly ask: "menu"; readonly at: Point; readonly wire: PortRef | null }
  /** Whose absence from this step is to be explained. */
  | { readonly ask: "whose"; readonly node: NodeId }
  /** What of this file is to become of an empty flow. */
  | { readonly ask: "import"; readonly text: string }
  /** The flow's own settings, and the one to begin with. */
  | { readonly ask: "flow"; readonly field?: "ceiling" }
  /** Whether to pause, resume, end or delete the flow. */
  | { readonly ask: "verb"; readonly verb: Verb }
  | { readonly ask: "search" | "keys" | "publish" | "problems" };

/** Something to tell, on the screen and to a screen reader. */
export interface Notice {
  readonly key: string;
  readonly values?: Name["values"];
  readonly tone: "quiet" | "told" | "refused";
  readonly at?: Point;
  readonly count: number;
}

export interface EditorState {
  readonly document: FlowDocument;
  readonly history: History;
  readonly kinds: Kinds;
  readonly readOnly: boolean;
  readonly selection: ReadonlySet<NodeId>;
  readonly wire: PortRef | null;
  readonly dialog: Dialog | null;
  readonly notice: Notice | null;
  /** What the server says is wrong with the draft as it was last saved. */
  readonly diagnostics: readonly Diagnostic[];
  /** The "+" that something is being dragged over; undefined: nothing is being dragged. */
  readonly over: PortRef | null | undefined;
  /** The wire whose end is in the hand, to be taken elsewhere. */
  readonly held: FlowEdge | null;
  /** The setting that the panel is to show first, after a jump from a problem. */
  readonly field: { readonly name: string } | null;
}

export interface ChangeOptions {
  readonly burst?: string;
  readonly select?: Iterable<NodeId>;
}

export class Editor {
  readonly store: StoreApi<EditorState>;

  constructor(
    document: FlowDocument,
    kinds: Kinds,
    options: { readOnly?: boolean } = {},
    private readonly now: () => number = Date.now,
  ) {
    this.store = createStore<EditorState>(() => ({
      document,
      kinds,
      history: noHistory,
      readOnly: options.readOnly ?? false,
      selection: new Set(),
      wire: null,
      dialog: null,
      notice: null,
      diagnostics: [],
      over: undefined,
      held: null,
      field: null,
    }));
  }

  get state(): EditorState {
    return this.store.getState();
  }

  /** The one chosen step, if it is exactly one. */
  get chosen(): NodeId | undefined {
    const { selection } = this.state;
    return selection.size === 1 ? [...selection][0] : undefined;
  }

  /** Makes a change that can be undone. */
  change(name: Name, after: FlowDocument, options: ChangeOptions = {}): void {
    if (this.state.readOnly) return;
    const step = { name, at: this.now(), ...(options.burst ? { burst: options.burst } : {}) };
    const next = record(this.state, after, step);
    this.store.setState({
      ...next,
      ...(options.select
        ? { selection: new Set(options.select), wire: null }
        : this.stillThere(after)),
    });
  }

  undo(): void {
    this.travel(undo, "undone", this.state.history.done.at(-1)?.name);
  }

  redo(): void {
    this.travel(redo, "redone", this.state.history.undone.at(-1)?.name);
  }

  private travel(way: typeof undo, key: string, name: Name | undefined): void {
    if (!name || this.state.readOnly) return;
    const next = way(this.state);
    this.store.setState({ ...next, ...this.stillThere(next.document) });
    this.say(`notice.${key}`, { ...name.values, did: name.key });
  }

  /** Takes over a document from elsewhere (a colleague's work); history stays and still fits. */
  replace(document: FlowDocument): void {
    this.store.setState({ document, ...this.stillThere(document) });
  }

  private stillThere(document: FlowDocument): Pick<EditorState, "selection" | "wire"> {
    const { selection, wire } = this.state;
    const present = new Set(document.nodes.map((node) => node.id));
    const gone = [...selection].some((id) => !present.has(id));
    const wired = document.edges.some((e) => e.from === wire?.from && e.port === wire.port);
    return {
      selection: gone ? new Set([...selection].filter((id) => present.has(id))) : selection,
      wire: wired ? wire : null,
    };
  }

  select(ids: Iterable<NodeId>, wire: PortRef | null = null): void {
    const selection = new Set(ids);
    const old = this.state;
    const same =
      old.wire === wire &&
      old.selection.size === selection.size &&
      [...selection].every((id) => old.selection.has(id));
    if (!same) this.store.setState({ selection, wire });
  }

  open(dialog: Dialog | null): void {
    this.store.setState({ dialog });
  }

  diagnose(diagnostics: readonly Diagnostic[]): void {
    this.store.setState({ diagnostics: diagnostics.map(placed) });
  }

  /** Something is dragged over a place where it could be put in. */
  hover(over: PortRef | null | undefined): void {
    const old = this.state.over;
    const same = old?.from === over?.from && old?.port === over?.port;
    if (!same || (old === undefined) !== (over === undefined)) this.store.setState({ over });
  }

  hold(held: FlowEdge | null): void {
    this.store.setState({ held });
  }

  /** Shows a setting of a step. */
  show(id: NodeId, field?: string | null): void {
    this.select([id]);
    this.store.setState({ field: field ? { name: field } : null });
  }

  /** The panel has shown the setting it was asked for. */
  shown(): void {
    this.store.setState({ field: null });
  }

  say(key: string, values?: Name["values"], tone: Notice["tone"] = "quiet", at?: Point): void {
    const count = (this.state.notice?.count ?? 0) + 1;
    const notice: Notice = {
      key,
      tone,
      count,
      ...(values ? { values } : {}),
      ...(at ? { at } : {}),
    };
    this.store.setState({ notice });
  }
}
