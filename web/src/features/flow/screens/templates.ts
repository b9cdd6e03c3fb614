/** The flow files of the folder `flows/` in the repository, taken in when the app is built. */
import type { FlowFile } from "../files/queries";

const files = import.meta.glob<FlowFile>("../../../../../flows/*.json", {
  eager: true,
  import: "default",
});

export const TEMPLATES: readonly FlowFile[] = Object.values(files).sort((a, b) =>
  a.flow.name.localeCompare(b.flow.name),
);
