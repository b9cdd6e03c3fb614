/**
 * Groups that another page proposes for a table. They wait here for the editor that it opens, which
 * takes them once, as a change that is not saved. Opening any other table forgets them.
 */
import { useEffect } from "react";
import { focusNewGroup } from "./focus";
import type { Group, Model } from "./types";
import type { Draft } from "./useDraft";

/** `model`: the id of a stored one; null: a new one. */
type Proposal = { readonly model: string | null; readonly groups: readonly Group[] };

let waiting: Proposal | undefined;

export function propose(proposal: Proposal): void {
  waiting = proposal;
}

function takeProposed(model: string | null): readonly Group[] {
  const taken = waiting?.model === model ? waiting.groups : [];
  waiting = undefined;
  return taken;
}

/** They take the place of groups that nobody has filled yet. */
export function withProposed(model: Model, groups: readonly Group[]): Model {
  return { ...model, groups: [...model.groups.filter(({ rows }) => rows.length > 0), ...groups] };
}

export function useProposed(model: string | null, { change }: Draft): void {
  useEffect(() => {
    const groups = takeProposed(model);
    if (groups.length === 0) return;
    change((now) => {
      const next = withProposed(now, groups);
      focusNewGroup(next.groups.length - groups.length);
      return next;
    });
  }, [model, change]);
}
