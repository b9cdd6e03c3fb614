/**
 * The flow files of the folder `flows/` in the repository, taken in when the app is built. What
 * they say to people in English is said in the reader's language; from then on it is the reader's.
 */
import type { TFunction } from "i18next";
import type { FlowFile } from "../files/queries";
import { type FlowNode, readFlow } from "../model/document";

const files = import.meta.glob<FlowFile>("../../../../../flows/*.json", {
  eager: true,
  import: "default",
});

export const TEMPLATES: readonly FlowFile[] = Object.values(files).sort((a, b) =>
  a.flow.name.localeCompare(b.flow.name),
);

/** The settings that somebody reads later: on a receipt, in a list of tasks. */
const READ = ["reason", "title"];

type Say = (key: string, english: string) => string;

export function translated(t: TFunction<"flow">, { flow, segments = [] }: FlowFile): FlowFile {
  const say: Say = (part, english) =>
    english && t(`template.${flow.id}.${part}`, { defaultValue: english });
  const document = readFlow(flow);
  const { name, description } = document;
  const nodes = document.nodes.map((node) => translatedStep(say, node));
  return {
    flow: { ...flow, name: say("name", name), description: say("about", description), nodes },
    segments: segments.map((one) => ({ ...one, name: say(`segments.${one.id}`, one.name) })),
  };
}

function translatedStep(say: Say, node: FlowNode): FlowNode {
  const settings = Object.entries(node.settings).map(([name, value]) =>
    READ.includes(name) ? [name, say(`says.${node.id}`, String(value))] : [name, value],
  );
  return {
    ...node,
    name: say(`steps.${node.id}`, node.name),
    settings: Object.fromEntries(settings),
  };
}
