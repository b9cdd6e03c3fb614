/**
 * Who uses what is to be deleted. The server names them in its sentence only, so they are read out
 * of it; a sentence that is not understood is shown as it is.
 */
import { Problem } from "@/api/problem";

export interface User {
  readonly what: "segment" | "flow";
  readonly name: string;
  /** Of a flow: in which version it does. */
  readonly version?: number;
}

const IN_USE = / is used by (.*); change that first$/s;
const USER = /the (segment|flow) `(.*?)`(?: \(version (\d+)\))?(?=, the (?:segment|flow) `|$)/gs;

export function usersIn(error: unknown): User[] {
  if (!(error instanceof Problem) || error.code !== "in_use") return [];
  const list = IN_USE.exec(error.message)?.[1] ?? "";
  return [...list.matchAll(USER)].map(([, what, name = "", version]) => ({
    what: what as User["what"],
    name,
    ...(version ? { version: Number(version) } : {}),
  }));
}
