/** The empty flow on which a file was dropped makes room for the one that came of it. */
import { api, read } from "@/api/client";
import { deleteFlow } from "../queries";

/** Only if nobody has drawn anything in it meanwhile, and it never ran. */
export async function giveWay(id: string): Promise<void> {
  const flow = await read(api.GET("/api/v1/flows/{id}", { params: { path: { id } } }));
  if (flow.current_version == null && flow.draft.nodes.length === 0) await deleteFlow(id, false);
}
