/** Whoever is inside when a new version is published, by step, and what becomes of them. Pure. */
import type { Schemas } from "@/api/client";
import type { FlowDocument, NodeId } from "../model/document";
import { type Kinds, roleOf } from "../model/kinds";

export type Choice = Schemas["Migration"];
export type Choices = Readonly<Record<NodeId, Choice>>;
type InsideStep = Schemas["InsideStep"];

/** The people at one step, whichever version they are in: one choice is made for them. */
export interface PeopleAt {
  readonly node: NodeId;
  readonly name: string;
  readonly kind: string;
  readonly inside: number;
  readonly versions: readonly number[];
  /** The draft has no such step, or another kind of step in its place. */
  readonly gone: boolean;
  /** What can be chosen, the safest first. */
  readonly choices: readonly Choice[];
}

/** What vanishes under people comes first, then where most of them are. */
export function peopleAt(
  steps: readonly InsideStep[],
  draft: FlowDocument,
  kinds: Kinds,
): PeopleAt[] {
  const nodes = [...new Set(steps.map(({ node }) => node))];
  const all = nodes.map((node): PeopleAt => {
    const at = steps.filter((step) => step.node === node);
    const now = draft.nodes.find(({ id }) => id === node);
    const gone = !at.every(({ kind }) => kind === now?.kind);
    const { name, kind } = at.at(-1) ?? { name: "", kind: "" };
    return {
      node,
      name: now?.name || name,
      kind,
      inside: at.reduce((sum, { inside }) => sum + inside, 0),
      versions: at.map(({ version }) => version),
      gone,
      choices: gone ? ["finish", "exit"] : goingOn(roleOf(kinds, now) === "wait"),
    };
  });
  return all.sort((a, b) => Number(b.gone) - Number(a.gone) || b.inside - a.inside);
}

/** New timing is a question only of a wait. */
const goingOn = (waits: boolean): Choice[] =>
  waits ? ["finish", "move", "retime", "exit"] : ["finish", "move", "exit"];

/** Unless somebody chose: nothing changes for anybody. */
export const choiceOf = (choices: Choices, { node, choices: possible }: PeopleAt): Choice =>
  possible.find((one) => one === choices[node]) ?? "finish";

/** The same for everybody, as far as it is possible. */
export const chosenForAll = (all: readonly PeopleAt[], choice: Choice): Choices =>
  Object.fromEntries(
    all.map(({ node, choices }) => [
      node,
      choices.includes(choice)
        ? choice
        : choice === "retime" && choices.includes("move")
          ? "move"
          : "finish",
    ]),
  );

/** How many people each choice concerns. */
export function tally(all: readonly PeopleAt[], choices: Choices): Record<Choice, number> {
  const counts: Record<Choice, number> = { finish: 0, move: 0, retime: 0, exit: 0 };
  for (const one of all) counts[choiceOf(choices, one)] += one.inside;
  return counts;
}

/** As the server takes it; that they finish need not be said. */
export const migrationsOf = (all: readonly PeopleAt[], choices: Choices): Choices =>
  Object.fromEntries(
    all
      .map((one) => [one.node, choiceOf(choices, one)] as const)
      .filter(([, choice]) => choice !== "finish"),
  );
