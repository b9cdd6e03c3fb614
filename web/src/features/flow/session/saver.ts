/**
 * Saves the draft by itself, and never over somebody else's work.
 *
 * Each save names the version it began from. If somebody saved in between, what both did is put
 * together where they touched different things; else the user chooses. Until the server has it,
 * the work is also kept in this browser.
 */
import { apply, difference, type Edit, invert } from "../model/change";
import type { FlowDocument } from "../model/document";
import { equal } from "../model/equal";
import { type Conflict, conflictsBetween } from "../model/rebase";

/** A draft as the server has it. */
export interface Draft<D> {
  readonly document: FlowDocument;
  readonly version: number;
  readonly diagnostics?: readonly D[];
  readonly at?: string;
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
  onMerged(theirs: readonly Edit[]): void;
  later(run: () => void, ms: number): () => void;
}

const PAUSE_MS = 700;
const RETRY_MS = [1_000, 2_000, 5_000, 10_000];

export class Saver<D> {
  private state: SaveState<D> = { word: "saved" };
  private cancel: () => void = () => {};
  private inFlight: Promise<void> | null = null;
  private failures = 0;

  constructor(
    private base: FlowDocument,
    private version: number,
    private readonly around: Surroundings<D>,
  ) {}

  get baseVersion(): number {
    return this.version;
  }

  /** The document changed. */
  changed(): void {
    if (equal(this.around.current(), this.base) && this.state.word !== "clash") {
      if (!this.inFlight) this.saved();
      return;
    }
    this.keep();
    if (this.state.word === "clash") return;
    if (this.state.word !== "offline") this.say({ word: "waiting" });
    this.schedule(this.state.word === "offline" ? this.retryAfter() : PAUSE_MS);
  }

  /** Saves now, if there is anything to save, and waits for it. */
  async flush(): Promise<SaveState<D>> {
    this.cancel();
    for (let tries = 0; tries < 5; tries += 1) {
      await (this.inFlight ?? this.save());
      if (this.state.word !== "waiting") break;
    }
    return this.state;
  }

  /** The server said that the draft changed, or the page was opened with unsaved work. */
  async catchUp(theirs: Draft<D>): Promise<void> {
    if (theirs.version <= this.version || this.inFlight || this.state.word === "clash") return;
    this.merge(theirs);
  }

  /** The user chose for each conflict whose change stays. */
  resolve(choices: readonly ("mine" | "theirs")[]): void {
    if (this.state.word !== "clash") return;
    const { theirs, conflicts } = this.state.clash;
    const lost = conflicts.filter((_, index) => choices[index] !== "mine");
    const won = conflicts.filter((_, index) => choices[index] === "mine");
    const mine = difference(this.base, this.around.current());
    const kept = mine.filter((edit) => !lost.some((conflict) => equal(conflict.mine, edit)));
    const theirEdits = difference(this.base, theirs.document);
    const overruled = overruledBy(
      theirEdits,
      won.map((conflict) => conflict.theirs),
    );
    this.adopt(theirs, apply(apply(theirs.document, invert(overruled)), kept));
  }

  stop(): void {
    this.cancel();
  }

  private schedule(ms: number): void {
    this.cancel();
    this.cancel = this.around.later(() => void this.save(), ms);
  }

  private async save(): Promise<void> {
    if (this.inFlight || this.state.word === "clash") return;
    const document = this.around.current();
    if (equal(document, this.base)) {
      this.saved();
      return;
    }
    this.say({ word: "saving" });
    this.inFlight = this.attempt(document).finally(() => {
      this.inFlight = null;
    });
    await this.inFlight;
  }

  private async attempt(document: FlowDocument): Promise<void> {
    try {
      const { version, diagnostics } = await this.around.send(document, this.version);
      this.base = document;
      this.version = version;
      this.failures = 0;
      this.around.onDiagnostics(diagnostics);
      if (equal(this.around.current(), document)) this.saved();
      else this.again();
    } catch (error) {
      await this.failed(error);
    }
  }

  private async failed(error: unknown): Promise<void> {
    const failure = error instanceof SaveError ? error.failure : "refused";
    if (failure === "stale") return this.mergeFromServer();
    this.keep();
    if (failure === "offline") {
      this.say({ word: "offline" });
      this.failures += 1;
      this.schedule(this.retryAfter());
    } else {
      this.say({ word: "failed", why: error instanceof Error ? error.message : String(error) });
    }
  }

  private async mergeFromServer(): Promise<void> {
    try {
      this.merge(await this.around.load());
    } catch (error) {
      await this.failed(error instanceof SaveError ? error : new SaveError("offline", ""));
    }
  }

  private merge(theirs: Draft<D>): void {
    const mine = difference(this.base, this.around.current());
    const their = difference(this.base, theirs.document);
    const conflicts = conflictsBetween(mine, their);
    if (conflicts.length > 0) {
      this.keep();
      this.say({ word: "clash", clash: { theirs, conflicts } });
    } else {
      this.adopt(theirs, apply(theirs.document, mine));
      this.around.onMerged(their);
    }
  }

  private adopt(theirs: Draft<D>, document: FlowDocument): void {
    this.base = theirs.document;
    this.version = theirs.version;
    this.say({ word: "waiting" });
    this.around.replace(document);
    if (theirs.diagnostics) this.around.onDiagnostics(theirs.diagnostics);
    this.again();
  }

  private again(): void {
    if (equal(this.around.current(), this.base)) {
      this.saved();
    } else {
      this.keep();
      this.say({ word: "waiting" });
      this.schedule(PAUSE_MS);
    }
  }

  private saved(): void {
    this.cancel();
    this.around.backup(null);
    this.say({ word: "saved" });
  }

  private keep(): void {
    const { base, version } = this;
    this.around.backup({ base, version, document: this.around.current() });
  }

  private retryAfter(): number {
    return RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? 10_000;
  }

  private say(state: SaveState<D>): void {
    this.state = state;
    this.around.onState(state);
  }
}

/**
 * Which of their edits go when these lose. When a deleted step comes back, so do the wires that
 * went with it, and the wire that healed the line makes room for them.
 */
function overruledBy(theirs: readonly Edit[], losers: readonly Edit[]): Edit[] {
  const back = new Set(
    losers.flatMap((edit) => (edit.what === "node" && edit.after === null ? [edit.id] : [])),
  );
  const wires = theirs.filter(
    (edit) => edit.what === "edge" && (back.has(edit.edge.from) || back.has(edit.edge.to)),
  );
  const ports = new Set(wires.map((edit) => (edit.what === "edge" ? portKey(edit.edge) : "")));
  return theirs.filter(
    (edit) =>
      losers.some((loser) => equal(loser, edit)) ||
      (edit.what === "edge" && (wires.includes(edit) || ports.has(portKey(edit.edge)))),
  );
}

const portKey = ({ from, port }: { from: string; port: string }) => `${from}\n${port}`;
