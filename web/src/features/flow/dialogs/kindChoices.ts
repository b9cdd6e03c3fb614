/** Kinds of steps to choose from: those that one used last come first, those that cannot stand here last. */
import { useEditor, useFlow } from "../canvas/context";
import { iconOf } from "../canvas/icons";
import { type NodeKind, ROLES } from "../model/kinds";
import { recentKinds } from "../session/recent";
import { kindSummary, kindSynonyms, kindTitle } from "../words/words";
import type { Choice } from "./Choices";

interface Options {
  readonly whyNot: (kind: NodeKind) => string | null;
  /** What is said of a kind that can be chosen, instead of what it is for. */
  readonly detail?: (kind: NodeKind) => string;
}

export function useKindChoices({ whyNot, detail }: Options): Choice[] {
  const { speech } = useFlow();
  const kinds = useEditor((state) => state.kinds);
  const recent = recentKinds();
  const rank = (kind: NodeKind) => {
    const place = recent.indexOf(kind.name);
    return place === -1 ? recent.length + ROLES.indexOf(kind.role) : place;
  };
  return [...kinds.values()]
    .map((kind): Choice & { rank: number } => {
      const why = whyNot(kind);
      const summary = kindSummary(speech, kind);
      return {
        id: kind.name,
        label: kindTitle(speech, kind),
        detail: why ? summary : (detail?.(kind) ?? summary),
        words: `${kindSynonyms(speech, kind)} ${kind.name} ${summary}`,
        role: kind.role,
        icon: iconOf(kind),
        disabled: why && speech.t(`refusal.${why}`),
        rank: rank(kind) + (why ? 1_000 : 0),
      };
    })
    .sort((a, b) => a.rank - b.rank);
}
