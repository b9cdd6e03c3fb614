/** The worker of `arranging`: one task, one answer. */
import { arrangement } from "../model/layout";
import type { Task } from "./arranging";

globalThis.onmessage = ({ data: { document, kinds, ids } }: MessageEvent<Task>) => {
  globalThis.postMessage(arrangement(document, kinds, ids));
};
