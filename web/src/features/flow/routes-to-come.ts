/** Shapes of routes that the generated client does not have yet. Goes when it has them. */
import type { Schemas } from "@/api/client";

export type FlowSummary = Schemas["FlowSummary"] & {
  readonly inside: number;
  readonly entered_this_week: number;
  readonly errors: number;
  readonly warnings: number;
};
