/** A scoring model and what is told of it, in the words of the server. */
import type { Schemas } from "@/api/client";
import type { EventMatch, Rule, Span } from "@/features/rule/rule";

export type Each = {
  of: EventMatch;
  at_most?: number | null;
  per_period?: { times: number; period: Span } | null;
  fades_after?: Span | null;
};
export type Criterion = { while: Rule } | { each: Each };
export type Row = { id: string; name: string; points: number; when: Criterion };
export type Group = {
  name: string;
  category?: string | null;
  at_most?: number | null;
  rows: Row[];
};
export type ScoreClass = { id: string; name: string; from: number };

/** The table that says what is worth how many points. */
export type Model = {
  name: string;
  description?: string;
  groups: Group[];
  class_of?: string | null;
  classes: ScoreClass[];
};

export type InClass = { class?: string | null; contacts: number };
export type StoredModel = Model & {
  id: string;
  version: number;
  updated_at: string;
  members: InClass[];
};

export type RowChange = { row: string; name: string; before: number; after: number };
export type Changed = {
  contact: Schemas["ContactSummary"];
  before: number;
  after: number;
  class_before?: string | null;
  class_after?: string | null;
  rows: RowChange[];
};
export type WhoChanges = {
  looked_at: number;
  contacts: number;
  changed: { matching: number; low: number; high: number };
  classes: { class?: string | null; before: number; after: number }[];
  moves: { from?: string | null; to?: string | null; contacts: number }[];
  sample: Changed[];
};

export type Standing = {
  model: string;
  name: string;
  score: number;
  class?: { id: string; name: string } | null;
  next?: { class: string; name: string; missing: number } | null;
  rows: { row: string; name: string; group: string; category: string; points: number }[];
};
