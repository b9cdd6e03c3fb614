/** The words of saving: what is saved, how it stands, and what the saver asks of its surroundings. */
import type { Edit } from "../model/change";
import type { FlowDocument } from "../model/document";
import type { Conflict } from "../model/rebase";

/** A draft as the server has it. */
export interface Draft<D> {
  readonly document: FlowDocument;
  readonly version: number;
  readonly diagnostics?: readonly D[];
  readonly at?: string;
  /** Who saved it. */
  readonly by?: string | undefined;
}

export type Failure = "stale" | "offline" | "refused";

/** What a save that failed throws. */
export class SaveError extends Error {
  constructor(
    readonly failure: Failure,
    message: string,
  ) {
    super(message);
  }
}

export interface Clash<D> {
  readonly theirs: Draft<D>;
  readonly conflicts: readonly Conflict[];
}

export type SaveState<D> =
  | { readonly word: "saved" | "waiting" | "saving" | "offline" }
  | { readonly word: "failed"; readonly why: string }
  | { readonly word: "clash"; readonly clash: Clash<D> };

/** Work that the server does not have yet. */
export interface Backup {
  readonly base: FlowDocument;
  readonly version: number;
  readonly document: FlowDocument;
}

export interface Surroundings<D> {
  send(document: FlowDocument, version: number): Promise<{ version: number; diagnostics: D[] }>;
  load(): Promise<Draft<D>>;
  current(): FlowDocument;
  replace(document: FlowDocument): void;
  backup(work: Backup | null): void;
  onState(state: SaveState<D>): void;
  onDiagnostics(diagnostics: readonly D[]): void;
  onMerged(theirs: Draft<D>, edits: readonly Edit[]): void;
  later(run: () => void, ms: number): () => void;
}
