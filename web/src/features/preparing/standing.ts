/** How a publication that waits stands. Pure. */
import type { Schemas } from "@/api/client";
import type { Preparation } from "./queries";

export type Standing =
  | { readonly is: "counting"; readonly share: number }
  | { readonly is: "waiting" }
  | { readonly is: "stuck"; readonly problem: string };

/** Said beside it in the reader's language. */
const PREFIX = /^it cannot be published: /;

export function standingOf({ share, problem }: Pick<Preparation, "share" | "problem">): Standing {
  if (problem != null) return { is: "stuck", problem: problem.replace(PREFIX, "") };
  return share == null ? { is: "waiting" } : { is: "counting", share: whole(share) };
}

/** In whole percent, rounded down: all is not said before all is counted. */
const whole = (share: number) => Math.floor(share * 100 + 1e-9) / 100;

/** Whether what was to be published waits: 202. */
export const isPutOff = <Done extends object>(
  answer: Done | Schemas["PutOffResponse"],
): answer is Schemas["PutOffResponse"] => "preparation" in answer;
