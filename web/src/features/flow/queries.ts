/** What the editor asks of the server. The first word of a key is the topic under which changes come. */
import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";
import { Problem } from "@/api/problem";
import { pagesOf } from "@/app/shared/pages";
import { type FlowDocument, readFlow, writeFlow } from "./model/document";
import { readKinds } from "./model/kinds";
import { SaveError } from "./session/saving";

export type Flow = Schemas["FlowResponse"];
export type Version = Schemas["ListedVersion"];
export type FlowSummary = Schemas["FlowSummary"];

const topic = (id: string) => `flow:${id}`;
const path = (id: string) => ({ params: { path: { id } } });

export const kindsQuery = queryOptions({
  queryKey: ["node-kinds"],
  queryFn: () => read(api.GET("/api/v1/node-kinds")),
  select: (page) => readKinds(page.items as Parameters<typeof readKinds>[0]),
  staleTime: Number.POSITIVE_INFINITY,
});

export const flowQuery = (id: string) =>
  queryOptions({
    queryKey: [topic(id), "draft"],
    queryFn: () => read(api.GET("/api/v1/flows/{id}", path(id))),
    // Where no change is announced to us, a colleague's work still comes in.
    refetchInterval: 10_000,
  });

export const diagnosticsQuery = (id: string, version?: number) =>
  queryOptions({
    queryKey: [topic(id), "diagnostics", version],
    queryFn: () => read(api.GET("/api/v1/flows/{id}/diagnostics", path(id))),
  });

/** `days` counts only what happened in so many days; without it, ever. */
export const numbersQuery = (id: string, version?: number, days?: number) =>
  queryOptions({
    queryKey: [topic(id), "numbers", version, days],
    queryFn: () => {
      const query = { ...(version ? { version } : {}), ...(days ? { days } : {}) };
      return read(api.GET("/api/v1/flows/{id}/numbers", { params: { path: { id }, query } }));
    },
  });

/** Who is where now, over all versions. */
export const insideQuery = (id: string) =>
  queryOptions({
    queryKey: [topic(id), "inside"],
    queryFn: () => read(api.GET("/api/v1/flows/{id}/inside", path(id))),
    staleTime: 0,
  });

export const versionQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: [topic(id), "version", version],
    queryFn: () =>
      read(api.GET("/api/v1/flows/{id}/versions/{version}", { params: { path: { id, version } } })),
    // A version never changes.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** What was published, the latest first. */
export const versionsQuery = (id: string) =>
  pagesOf([topic(id), "versions"], (cursor) => {
    const query = cursor ? { cursor } : {};
    return read(api.GET("/api/v1/flows/{id}/versions", { params: { path: { id }, query } }));
  });

export const createFlow = (document: FlowDocument) =>
  read(api.POST("/api/v1/flows", { body: { document: writeFlow(document) } }));

/** By step, what becomes of whoever is there in an older version. */
type Migrations = Readonly<Record<string, Schemas["Migration"]>>;

/** `includeMembers`: whoever is in the segment of a trigger already enters as well. */
export const publishFlow = (id: string, migrations: Migrations, includeMembers: boolean) =>
  read(
    api.POST("/api/v1/flows/{id}/publish", {
      ...path(id),
      body: { migrations, include_members: includeMembers },
    }),
  );

export type Turn = "pause" | "resume" | "archive";

export const turnFlow = (id: string, turn: Turn) =>
  read(api.POST(`/api/v1/flows/{id}/${turn}`, path(id)));

/** Refused while somebody is inside, unless their passages are to end. */
export const deleteFlow = (id: string, endPassages: boolean) => {
  const query = endPassages ? ({ people: "exit" } as const) : {};
  return read(api.DELETE("/api/v1/flows/{id}", { params: { path: { id }, query } }));
};

/** Saves a draft, and says in the saver's words why it could not. */
export async function saveDraft(document: FlowDocument, version: number) {
  try {
    const saved = await read(
      api.PUT("/api/v1/flows/{id}/draft", {
        params: { path: { id: document.id }, header: { "If-Match": `"${version}"` } },
        body: { document: writeFlow(document) },
      }),
    );
    return { version: saved.draft_version, diagnostics: saved.diagnostics };
  } catch (error) {
    throw saveError(error);
  }
}

export async function loadDraft(id: string) {
  try {
    return draftOf(await read(api.GET("/api/v1/flows/{id}", path(id))));
  } catch (error) {
    throw saveError(error);
  }
}

export const draftOf = (flow: Flow) => ({
  document: readFlow(flow.draft),
  version: flow.draft_version,
  at: flow.updated_at,
  by: flow.updated_by?.name,
});

function saveError(error: unknown): SaveError {
  if (!(error instanceof Problem)) return new SaveError("offline", String(error));
  if (error.status === 412 || error.status === 409) return new SaveError("stale", error.message);
  const passes = error.offline || error.status >= 500 || error.status === 429;
  return new SaveError(passes ? "offline" : "refused", error.message);
}
