/** The facts of one event as a tree of causes. Pure. */
import type { Fact } from "./queries";

export type Consequence = { fact: Fact; place: number; led: Consequence[] };

/** What a marketer need not read: the walk itself, between the facts that it led to. */
const QUIET = new Set<Fact["change"]["kind"]>(["stepped", "created", "heard"]);

/** A quiet fact is left out; what followed from it hangs where it would have hung. */
export function consequences(facts: Fact[]): Consequence[] {
  const roots: Consequence[] = [];
  const homes: Consequence[][] = [];
  facts.forEach((fact, place) => {
    const home = (typeof fact.after === "number" ? homes[fact.after] : undefined) ?? roots;
    if (QUIET.has(fact.change.kind)) {
      homes[place] = home;
      return;
    }
    const shown: Consequence = { fact, place, led: [] };
    home.push(shown);
    homes[place] = shown.led;
  });
  return roots;
}
