/** What is known of a fuse that blew. Pure. */
import type { Schemas } from "@/api/client";

/** How much the flow may send within an hour: the server says it in its sentence only. */
export function mostOf({ message }: Pick<Schemas["PauseReason"], "message">): number | undefined {
  const most = /more than (\d+) within an hour/.exec(message)?.[1];
  return most === undefined ? undefined : Number(most);
}
