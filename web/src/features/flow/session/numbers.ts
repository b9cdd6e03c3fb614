/**
 * Live counts by step. Apart from the document, so that a number that changes draws one card again
 * and not the whole canvas.
 */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { components } from "@/api/schema";
import type { NodeId } from "../model/document";
import { equal } from "../model/equal";

export type StepNumbers = components["schemas"]["NodeNumbersResponse"];

export type Unit = "people" | "percent";

export interface Numbers {
  readonly steps: Readonly<Record<NodeId, StepNumbers>>;
  /** Contacts that entered the flow, by which percentages are reckoned. */
  readonly entered: number;
  /** How many went the way that most went: by it wires are wide or narrow. */
  readonly busiest: number;
  readonly unit: Unit;
}

export type NumbersStore = StoreApi<Numbers>;

export const createNumbers = (): NumbersStore =>
  createStore<Numbers>(() => ({ steps: {}, entered: 0, busiest: 0, unit: "people" }));

/** Takes new counts over; a step whose counts are the same keeps its object. */
export function updateNumbers(
  store: NumbersStore,
  nodes: readonly StepNumbers[],
  triggers: ReadonlySet<NodeId>,
): void {
  const old = store.getState().steps;
  const steps = Object.fromEntries(
    nodes.map((now) => {
      const before = old[now.node];
      return [now.node, before && equal(before, now) ? before : now];
    }),
  );
  const entered = nodes
    .filter(({ node }) => triggers.has(node))
    .reduce((sum, { entered: count }) => sum + count, 0);
  const busiest = Math.max(0, ...nodes.flatMap(({ left }) => Object.values(left)));
  store.setState({ steps, entered, busiest });
}

const nothing = createNumbers();

export function useStepNumbers(store: NumbersStore | null, id: NodeId): StepNumbers | undefined {
  return useStore(store ?? nothing, (state) => state.steps[id]);
}

const NARROW = 1.5;
const WIDE = 12;

/** How wide a wire is drawn, in pixels at 100 %: in proportion to how many went this way. */
export const widthOf = (count: number, busiest: number): number =>
  busiest === 0 ? NARROW : NARROW + (WIDE - NARROW) * (count / busiest);

export function useWidth(store: NumbersStore | null, from: NodeId, port: string): number | null {
  return useStore(store ?? nothing, ({ steps, busiest }) =>
    store ? widthOf(steps[from]?.left[port] ?? 0, busiest) : null,
  );
}

/** A count as people want to read it: as it is, or as a share of all who entered. */
export function useCount(store: NumbersStore | null, language: string): (count: number) => string {
  const unit = useStore(store ?? nothing, (state) => state.unit);
  const entered = useStore(store ?? nothing, (state) => state.entered);
  if (unit === "percent" && entered > 0) {
    const format = new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 1 });
    return (count) => format.format(count / entered);
  }
  const format = new Intl.NumberFormat(language);
  return (count) => format.format(count);
}
