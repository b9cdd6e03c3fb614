/** What a row asks: something that is so, or something that happens. Pure. */
import { fresh } from "@/features/rule/fresh";
import type { EventMatch, Rule } from "@/features/rule/rule";
import { unfinished } from "@/features/rule/unfinished";
import type { Criterion, Each } from "./types";

export const KINDS = ["while", "each"] as const;
export type Kind = (typeof KINDS)[number];

export const kindOf = (when: Criterion): Kind => ("while" in when ? "while" : "each");

/** The limit that a row gets where there must be one, until somebody chooses another. */
const COUNTED = 10;

const FIRST: Criterion = { while: { all: [fresh("property")] } };

/** What a new row begins as. */
export const freshCriterion = (): Criterion => FIRST;

/** The same as the other kind: what happens each time is what has happened at least once. */
export function turned(when: Criterion, to: Kind): Criterion {
  if (to === kindOf(when)) return when;
  if ("each" in when) return { while: { count: { of: when.each.of, times: { at_least: 1 } } } };
  return { each: { of: eventOf(when.while) ?? { event: "page_visited" } } };
}

/** The one event that a rule is about. */
function eventOf(rule: Rule): EventMatch | undefined {
  if ("count" in rule) return rule.count.of;
  if ("all" in rule && rule.all.length === 1 && rule.all[0]) return eventOf(rule.all[0]);
  return undefined;
}

/**
 * Of points that fade, something has to be remembered for each event, or for each period: so there is
 * a limit as soon as they fade.
 */
export function withLimits(each: Each, change: Partial<Each>): Each {
  const next = { ...each, ...change };
  if (mustBeFew(next) && !next.at_most) next.at_most = COUNTED;
  return given(next);
}

/** Whether it has to be said how many events count in all. */
export const mustBeFew = ({ fades_after, per_period }: Each) => Boolean(fades_after) && !per_period;

/** Without what is not limited. */
function given({ of, at_most, per_period, fades_after }: Each): Each {
  return {
    of,
    ...(at_most ? { at_most } : {}),
    ...(per_period ? { per_period } : {}),
    ...(fades_after ? { fades_after } : {}),
  };
}

export const firstLimit = COUNTED;

export function isUnfinished(when: Criterion): boolean {
  return unfinished("while" in when ? when.while : { never: when.each.of });
}
