/**
 * A way through a flow, to be lit on the drawing: which steps were passed, in which order, and by
 * which wires. Apart from the document, like live numbers; a real passage and a simulated one are
 * the same to it.
 */
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { components } from "@/api/schema";
import type { NodeId } from "../model/document";

export type Passage = components["schemas"]["Passage"];
export type PassedStep = components["schemas"]["PassedStep"];

/** Each time that a passage came to one step. */
export interface Visits {
  /** Their places on the way, from 0. */
  readonly places: readonly number[];
  readonly last: PassedStep | null;
  /** The contact is here now, or was when time ran out. */
  readonly here: boolean;
}

export interface Trace {
  readonly steps: ReadonlyMap<NodeId, Visits>;
  /** `step\nport` of each wire that was taken. */
  readonly wires: ReadonlySet<string>;
}

export interface TraceState {
  /** Null: no way is shown; one without steps: nobody came anywhere. */
  readonly trace: Trace | null;
  /** Which place on the way is looked at. */
  readonly at: number | null;
}

export type TraceStore = StoreApi<TraceState>;

export const createTrace = (): TraceStore =>
  createStore<TraceState>(() => ({ trace: null, at: null }));

export const NOWHERE: Trace = { steps: new Map(), wires: new Set() };
const PASSED_BY: Visits = { places: [], last: null, here: false };

const wireKey = (from: NodeId, port: string) => `${from}\n${port}`;

export function traceOf(passage: Passage): Trace {
  const steps = new Map<NodeId, Visits>();
  const wires = new Set<string>();
  const going = passage.ended_at == null;
  passage.steps.forEach((last, place) => {
    const { id } = last.step;
    const places = [...(steps.get(id)?.places ?? []), place];
    const here = going && place === passage.steps.length - 1;
    steps.set(id, { places, last, here });
    if (last.left_by != null) wires.add(wireKey(id, last.left_by));
  });
  return { steps, wires };
}

/** How the way stands to a step; null: no way is shown. */
export const useTraced = (store: TraceStore, id: NodeId): Visits | null =>
  useStore(store, ({ trace }) => trace && (trace.steps.get(id) ?? PASSED_BY));

/** Whether a wire is on the way; null: no way is shown. */
export const useTracedWire = (store: TraceStore, from: NodeId, port: string): boolean | null =>
  useStore(store, ({ trace }) => trace?.wires.has(wireKey(from, port)) ?? null);

export type TraceMark = "here" | "passed" | "off";

export function markOf(visits: Visits | null): TraceMark | undefined {
  if (!visits) return undefined;
  if (visits.places.length === 0) return "off";
  return visits.here ? "here" : "passed";
}

/** Which place is looked at, if this step is chosen: the one that was asked for, else the latest. */
export function placeOf(trace: Trace | null, id: NodeId | undefined, at: number | null) {
  const places = (id !== undefined && trace?.steps.get(id)?.places) || [];
  return at !== null && places.includes(at) ? at : (places.at(-1) ?? null);
}
