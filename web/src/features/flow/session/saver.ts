/**
 * Saves the draft by itself, and never over somebody else's work.
 *
 * Each save names the version it began from. If somebody saved in between, what both did is put
 * together where they touched different things; else the user chooses. Until the server has it,
 * the work is also kept in this browser.
 */
import type { FlowDocument } from "../model/document";
import { equal } from "../model/equal";
import { rebase, settled } from "../model/rebase";
import { type Draft, SaveError, type SaveState, type Surroundings } from "./saving";

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
    // What is on its way now may be what was announced.
    while (this.inFlight) await this.inFlight;
    if (theirs.version <= this.version || this.state.word === "clash") return;
    this.merge(theirs);
  }

  /** The user chose for each conflict whose change stays. */
  resolve(choices: readonly ("mine" | "theirs")[]): void {
    if (this.state.word !== "clash") return;
    const { theirs, conflicts } = this.state.clash;
    const mine = this.around.current();
    const lost = conflicts.filter((_, index) => choices[index] !== "mine");
    const won = conflicts.filter((_, index) => choices[index] === "mine");
    this.adopt(theirs, settled(this.base, mine, theirs.document, { won, lost }));
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
    const both = rebase(this.base, this.around.current(), theirs.document);
    if (both.ok) {
      this.adopt(theirs, both.document);
      this.around.onMerged(theirs, both.theirs);
    } else {
      this.keep();
      this.say({ word: "clash", clash: { theirs, conflicts: both.conflicts } });
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
