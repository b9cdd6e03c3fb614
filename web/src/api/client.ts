/**
 * The server, as its own description says it is: paths, requests and answers are checked against
 * `schema.ts`, which is generated from docs/openapi.json.
 */
import createClient, { type Middleware } from "openapi-fetch";
import { problemOf } from "./problem";
import { reachable } from "./reachable";
import type { components, paths } from "./schema";
import type { Typed } from "./typed";

export type Schemas = components["schemas"];

/** Proves to the server that a write comes from a page of ours. Given at sign-in. */
let csrf: string | undefined;

export function setCsrf(token: string | undefined) {
  csrf = token;
}

const middleware: Middleware = {
  onRequest({ request }) {
    if (csrf !== undefined) request.headers.set("X-CSRF-Token", csrf);
    return request;
  },
};

const client = createClient<paths>({ baseUrl: "" });
client.use(middleware);

export const api = client as unknown as Typed<paths>;

/** What openapi-fetch answers: data of a 2xx, else the error's body. */
type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer. Everything else is thrown as a `Problem`. */
export async function read<T>(call: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    reachable.set(false);
    throw problemOf(undefined, cause);
  });
  reachable.set(true);
  if (!response.ok) throw problemOf(response, error);
  return data as T;
}
