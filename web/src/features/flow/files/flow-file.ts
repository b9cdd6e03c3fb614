/** What somebody chose, dropped or pasted, as a flow file. Pure; whether it fits, the server says. */
import { isRecord } from "../model/schema";
import type { FlowFile } from "./queries";

/** A flow file, or the document of a flow alone. Copied steps are neither. */
export function readFlowFile(text: string): FlowFile | null {
  const found = parsed(text);
  if (!isRecord(found)) return null;
  if (isFlow(found.flow)) return found as unknown as FlowFile;
  return isFlow(found) ? ({ flow: found } as unknown as FlowFile) : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const isFlow = (value: unknown) =>
  isRecord(value) &&
  typeof value.id === "string" &&
  typeof value.name === "string" &&
  Array.isArray(value.nodes) &&
  value.nodes.every(isStep);

const isStep = (value: unknown) =>
  isRecord(value) && typeof value.id === "string" && typeof value.kind === "string";

/** The file under another id and name. Rules in it that ask about the flow itself still do. */
export function renamed(file: FlowFile, id: string, name: string): FlowFile {
  const old = file.flow.id;
  const follow = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(follow);
    if (!isRecord(value)) return value;
    const entries = Object.entries(value).map(([key, inner]) => {
      const isAsked = key === "flow" && inner === old && "is" in value;
      return [key, isAsked ? id : follow(inner)];
    });
    return Object.fromEntries(entries);
  };
  const { flow, ...rest } = follow(file) as FlowFile;
  return { ...rest, flow: { ...flow, id, name } };
}

const ID = /^[a-z0-9_-]{1,60}$/;

/** Whether the server takes this as the id of a flow. */
export const isId = (text: string) => ID.test(text);

/** A name that no other flow has: `Welcome`, then `Welcome (2)`. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let count = 2; taken.has(free); count += 1) free = `${name} (${count})`;
  return free;
}
