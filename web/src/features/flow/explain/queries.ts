/** What is asked about one contact in a flow. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";

export type Why = Schemas["WhyResponse"];
export type Reason = Schemas["Reason"];
export type Explained = Schemas["Explained"];
export type ExplainedClause = Schemas["ExplainedClause"];
export type StepReason = Schemas["StepReason"];

/** While somebody looks, the contact may go on. */
const POLL_MS = 5_000;

export const pathQuery = (contact: string, flow: string) =>
  queryOptions({
    queryKey: ["contacts", contact, "path", flow],
    queryFn: () =>
      read(
        api.GET("/api/v1/contacts/{id}/flows/{flow}/path", {
          params: { path: { id: contact, flow } },
        }),
      ),
    refetchInterval: POLL_MS,
  });

export const whyQuery = (contact: string, flow: string, node: string) =>
  queryOptions({
    queryKey: ["contacts", contact, "why", flow, node],
    queryFn: () =>
      read(
        api.GET("/api/v1/contacts/{id}/flows/{flow}/why", {
          params: { path: { id: contact, flow }, query: { node } },
        }),
      ),
    refetchInterval: POLL_MS,
  });

/** One entry of a contact's log, with all that followed from it. It never changes. */
export const eventQuery = (contact: string, event: string) =>
  queryOptions({
    queryKey: ["contact-event", contact, event],
    queryFn: () =>
      read(api.GET("/api/v1/events/{id}", { params: { path: { id: event }, query: { contact } } })),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The contacts whose name, address or id begins like this. */
export const foundQuery = (search: string) =>
  queryOptions({
    queryKey: ["contacts", "found", search],
    queryFn: () =>
      read(
        api.GET("/api/v1/contacts", {
          params: {
            query: { limit: 20, sort: "-seen_at" as const, ...(search ? { search } : {}) },
          },
        }),
      ),
    placeholderData: keepPreviousData,
  });
