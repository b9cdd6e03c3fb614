/**
 * The drawing's own moves: show all, look closer, bring a step into sight.
 *
 * Several may be asked for at once: a panel that opens takes room away while "show all" is under
 * way. So each begins from where the one before will end and not from where it happens to be; else
 * the second would stop the first half-way.
 */
import { type Size, same, type Viewport } from "./viewport";

/** Where to look, seen from here. */
export type Look = (from: Viewport, size: Size) => Viewport;

export interface Screen {
  view(): Viewport;
  size(): Size;
  /** Moves the drawing there, or puts it there at once; done when it has arrived. */
  move(to: Viewport, how: "slowly" | "at once"): Promise<unknown>;
  /** Whether it is under way. */
  onMoving(moving: boolean): void;
}

export class Camera {
  private going: { readonly look: Look; readonly to: Viewport } | null = null;

  constructor(private readonly screen: Screen) {}

  /** Where one looks from, or will in a moment. */
  get view(): Viewport {
    return this.going?.to ?? this.screen.view();
  }

  look(look: Look, how: "slowly" | "at once" = "slowly"): void {
    const from = this.view;
    const to = look(from, this.screen.size());
    if (same(from, to)) return;
    const going = { look, to };
    this.going = going;
    this.screen.onMoving(true);
    void this.screen.move(to, how).then(() => {
      if (this.going === going) this.release();
    });
  }

  /** The screen has another size: what is under way is reckoned anew. */
  resized(): void {
    if (this.going) this.look(this.going.look);
  }

  /** A person moves the drawing: what was under way is no longer wanted. */
  release(): void {
    if (!this.going) return;
    this.going = null;
    this.screen.onMoving(false);
  }

  /** It goes with a person's hand. */
  follow(): void {
    this.going = null;
    this.screen.onMoving(true);
  }

  /** The hand let go. That is told late: the drawing may be on its way elsewhere by then. */
  rest(): void {
    if (!this.going) this.screen.onMoving(false);
  }
}
