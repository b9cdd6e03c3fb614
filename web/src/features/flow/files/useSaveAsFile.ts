/** Saves a flow as a file on one's own disk. */
import { useWrite } from "@/app/shared/useWrite";
import { exportFlow, type FlowFile } from "./queries";

interface Wanted {
  readonly id: string;
  /** Absent: the draft. */
  readonly version?: number | undefined;
}

export function useSaveAsFile() {
  return useWrite<Wanted, FlowFile>({
    send: ({ id, version }) => exportFlow(id, version),
    touches: [],
    after: (file, { id }) => download(`${id}.json`, JSON.stringify(file, null, 2)),
  });
}

function download(name: string, text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
