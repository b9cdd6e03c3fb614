/** How far a draft is ahead of what runs, and whose work that is. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState } from "react";
import { useSession } from "@/app/session/session";
import { useActorText } from "@/app/shared/useActorText";
import { compared, isSame } from "../model/compare";
import { readFlow } from "../model/document";
import { type Flow, versionQuery } from "../queries";

/** Whether the draft holds anything that is not published; undefined: not known yet. */
export function useIsAhead(flow: Flow): boolean | undefined {
  const version = flow.current_version ?? 0;
  const published = useQuery({ ...versionQuery(flow.id, version), enabled: version > 0 }).data;
  return useMemo(() => {
    if (version === 0) return true;
    if (!published) return undefined;
    return !isSame(compared(readFlow(published.document), readFlow(flow.draft)));
  }, [version, published, flow.draft]);
}

/**
 * Colleagues who saved this draft since it was last published, the latest last. The server tells
 * only who saved last, so those who came before are remembered while the flow is open.
 */
export function useOtherAuthors(flow: Flow): readonly string[] {
  const me = useSession().user.id;
  const ahead = useIsAhead(flow);
  const by = flow.updated_by;
  const actorText = useActorText();
  const other = by && by.id !== me ? actorText(by) : null;
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    setNames((before) => withAuthor(before, other, ahead));
  }, [other, ahead]);
  return names;
}

export function withAuthor(
  names: readonly string[],
  name: string | null,
  ahead: boolean | undefined,
): readonly string[] {
  if (ahead === false) return [];
  if (!ahead || name === null || names.at(-1) === name) return names;
  return [...names.filter((one) => one !== name), name];
}
