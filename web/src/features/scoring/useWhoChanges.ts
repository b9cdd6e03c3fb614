/** Asks, while one edits, whose points and whose class the edit would change. */
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type Asked, whoChangesQuery } from "./asking";

const TYPING_MS = 400;

/** `model`: as it would be saved; null: there is nothing to ask about, or not yet. */
export function useWhoChanges(model: Asked | null) {
  // By its text: the same model drawn up anew is no other question.
  const [settled] = useDebouncedValue(model && JSON.stringify(model), TYPING_MS);
  const asked = settled ? (JSON.parse(settled) as Asked) : EMPTY;
  const answer = useQuery({
    ...whoChangesQuery(asked),
    enabled: model !== null && settled !== null,
  });
  const stale = settled !== (model && JSON.stringify(model)) || answer.isPlaceholderData;
  return {
    data: model === null ? undefined : answer.data,
    error: stale || model === null ? null : answer.error,
    stale,
    /** What was asked about. */
    asked,
  };
}

const EMPTY: Asked = { id: "", name: "", description: "", groups: [], classes: [] };

export type WhoChangesAnswer = ReturnType<typeof useWhoChanges>;
