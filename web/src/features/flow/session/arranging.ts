/**
 * Where cards would stand, reckoned when somebody asks: a large flow in a worker, so that the screen
 * goes on meanwhile. What reckons is loaded then and not with the page.
 */
import type { FlowDocument, NodeId } from "../model/document";
import type { Kinds } from "../model/kinds";
import type { Places } from "../model/layout";

/** From so many steps on it takes longer than a frame or two. */
const LARGE = 200;

/** What is asked of the worker; it answers with `Places`. */
export interface Task {
  readonly document: FlowDocument;
  readonly kinds: Kinds;
  readonly ids: ReadonlySet<NodeId>;
}

export async function arrangementOf(
  document: FlowDocument,
  kinds: Kinds,
  ids: ReadonlySet<NodeId>,
): Promise<Places> {
  if (ids.size > LARGE) return inWorker({ document, kinds, ids });
  const { arrangement } = await import("../model/layout");
  return arrangement(document, kinds, ids);
}

function inWorker(task: Task): Promise<Places> {
  const worker = new Worker(new URL("./arranging.worker.ts", import.meta.url), { type: "module" });
  const answered = new Promise<Places>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Places>) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  });
  worker.postMessage(task);
  return answered.finally(() => worker.terminate());
}
