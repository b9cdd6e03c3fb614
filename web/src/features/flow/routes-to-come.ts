/** Shapes of routes that the generated client does not have yet. Goes when it has them. */
import type { Schemas } from "@/api/client";

export interface Actor {
  readonly kind: string;
  readonly id: string | null;
  readonly name: string;
}

export type FlowSummary = Schemas["FlowSummary"] & {
  readonly updated_by: Actor | null;
  readonly inside: number;
  readonly entered_this_week: number;
  readonly errors: number;
  readonly warnings: number;
};

export type Flow = Schemas["FlowResponse"] &
  FlowSummary & { readonly published_by: Actor | null; readonly published_at: string | null };

export interface Version {
  readonly version: number;
  readonly published_at: string;
  readonly published_by: Actor | null;
  readonly inside: number;
}

export type Numbers = Schemas["NumbersResponse"] & { readonly since: string | null };
