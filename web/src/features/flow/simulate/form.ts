/** What is to be tried out, as it stands in the form, and as the server wants it. Pure. */
import type { Schemas } from "@/api/client";
import { type FlowDocument, type NodeId, writeFlow } from "../model/document";

export type Request = Schemas["SimulationRequest"];
type Invented = Schemas["Invented"];
type Happening = Schemas["Happening"];
type Span = Schemas["Span"];
type Stage = Schemas["LifecycleStage"];
type Value = Schemas["Value"];

export const UNITS = ["minutes", "hours", "days", "weeks"] as const;
export type Unit = (typeof UNITS)[number];

/** A length of time as it is typed; without a number it is none. */
export interface Length {
  readonly count: number | "";
  readonly unit: Unit;
}

/** A name with a value, as they are typed. */
export interface Pair {
  readonly name: string;
  readonly value: string;
}

export interface Person {
  readonly email: string;
  readonly score: number | "";
  readonly scores: readonly Pair[];
  readonly stage: Stage | null;
  readonly tags: readonly string[];
  readonly properties: readonly Pair[];
  readonly segments: readonly string[];
  /** `pipeline/stage` of a deal. */
  readonly deal: string | null;
}

export const WHATS = [
  "event",
  "add_tag",
  "remove_tag",
  "points",
  "stage",
  "property",
  "time",
] as const;

export interface Happens {
  readonly after: Length;
  readonly what: (typeof WHATS)[number];
  /** The event, tag, stage, points, or the property's name. */
  readonly name: string;
  /** The property's value. */
  readonly value: string;
  /** What comes with the event. */
  readonly details: readonly Pair[];
}

export interface Trial {
  readonly who: "invented" | "contact";
  readonly contact: string | null;
  readonly person: Person;
  readonly start: "enter" | "happenings";
  /** Null: the first one. */
  readonly trigger: NodeId | null;
  readonly happenings: readonly Happens[];
  /** By step, the way that was chosen by hand. */
  readonly forced: Readonly<Record<NodeId, string>>;
  /** By step, why the world does not do what it is asked. */
  readonly fails: Readonly<Record<NodeId, string>>;
  readonly runFor: Length;
}

export const NO_LENGTH: Length = { count: "", unit: "days" };

export const HAPPENS: Happens = {
  after: NO_LENGTH,
  what: "event",
  name: "",
  value: "",
  details: [],
};

export const TRIAL: Trial = {
  who: "invented",
  contact: null,
  person: {
    email: "",
    score: "",
    scores: [],
    stage: null,
    tags: [],
    properties: [],
    segments: [],
    deal: null,
  },
  start: "enter",
  trigger: null,
  happenings: [HAPPENS],
  forced: {},
  fails: {},
  runFor: NO_LENGTH,
};

export function requestOf(trial: Trial, document: FlowDocument): Request {
  const present = new Set(document.nodes.map(({ id }) => id));
  // A step that was deleted since it was chosen.
  const kept = <T>(by: Readonly<Record<NodeId, T>>) =>
    Object.fromEntries(Object.entries(by).filter(([id]) => present.has(id)));
  const runFor = spanOf(trial.runFor);
  const node = trial.trigger !== null && present.has(trial.trigger) ? trial.trigger : null;
  return {
    document: writeFlow(document),
    ...(trial.who === "contact"
      ? { contact: trial.contact }
      : { invented: inventedOf(trial.person) }),
    ...(trial.start === "enter"
      ? { enter: { node } }
      : { happenings: trial.happenings.map(happeningOf) }),
    forced: kept(trial.forced),
    answers: Object.fromEntries(
      Object.entries(kept(trial.fails)).map(([id, why]) => [id, { delivered: false, why }]),
    ),
    ...(runFor ? { run_for: runFor } : {}),
  };
}

function inventedOf(person: Person): Invented {
  const { email, score, scores, stage, tags, properties, segments, deal } = person;
  const [pipeline = "", dealStage = ""] = deal?.split("/") ?? [];
  return {
    ...(email.trim() ? { email: email.trim() } : {}),
    ...(score === "" ? {} : { score }),
    scores: Object.fromEntries(named(scores).map(({ name, value }) => [name, Number(value) || 0])),
    stage,
    tags: [...tags],
    properties: valuesOf(properties),
    segments: [...segments],
    deals: deal ? [{ pipeline, stage: dealStage }] : [],
  };
}

function happeningOf({ after, what, name, value, details }: Happens): Happening {
  const span = spanOf(after);
  const when = span ? { after: span } : {};
  const text = name.trim();
  // What is not filled in yet does not happen; time passes all the same.
  if (text === "") return when;
  switch (what) {
    case "event":
      return { ...when, event: text, with: valuesOf(details) };
    case "add_tag":
      return { ...when, change: { add_tag: text } };
    case "remove_tag":
      return { ...when, change: { remove_tag: text } };
    case "points":
      return { ...when, change: { adjust_score: { points: Number(text) || 0 } } };
    case "stage":
      return { ...when, change: { set_stage: text as Stage } };
    case "property":
      return { ...when, identify: { [text]: value === "" ? null : typedValue(value) } };
    case "time":
      return when;
  }
}

function spanOf({ count, unit }: Length): Span | null {
  return count === "" ? null : ({ [unit]: count } as unknown as Span);
}

const named = (pairs: readonly Pair[]) => pairs.filter(({ name }) => name.trim() !== "");

const valuesOf = (pairs: readonly Pair[]): Record<string, Value> =>
  Object.fromEntries(named(pairs).map(({ name, value }) => [name.trim(), typedValue(value)]));

/** What was typed, as what it looks like: `30` is a number, `007` is none. */
export function typedValue(typed: string): Value {
  const text = typed.trim();
  if (text === "true" || text === "false") return text === "true";
  return text !== "" && String(Number(text)) === text ? Number(text) : text;
}

/** The names of events that a flow asks about, for whoever types one. */
export function eventsIn(document: FlowDocument): string[] {
  const found = new Set<string>();
  const look = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(look);
    if (typeof value !== "object" || value === null) return;
    for (const [name, inner] of Object.entries(value)) {
      if (name === "event" && typeof inner === "string") found.add(inner);
      else look(inner);
    }
  };
  document.nodes.forEach(({ settings }) => {
    look(settings);
  });
  look(document.exit_when);
  return [...found];
}
