/**
 * What a rule can be about, by its name: segments, pipelines, flows, and words in use. No route lists the
 * words, so they are gathered from what is there anyway: other segments' rules, recent contacts, companies and events.
 * They are suggestions; any other word can be typed.
 */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { api, read, type Schemas } from "@/api/client";
import { flowsQuery } from "@/app/flows-query";
import { pipelinesQuery, segmentsQuery } from "@/features/segments/queries";
import { collected, WORD_KINDS, type Words, wordsOf, wordsOfEvent } from "./words";

export type Known = {
  segments: readonly Schemas["SegmentResponse"][];
  pipelines: readonly Schemas["PipelineResponse"][];
  /** Only those that were published: nobody is in another one. */
  flows: readonly Schemas["FlowSummary"][];
  words: Words;
};

/** Names that most clients send. */
const COMMON = ["city", "company", "company_size", "country", "email", "name", "role"];
const OF_EVENTS = ["name", "path", "title", "url"];

const LOOKED_AT = 100;
const MINUTES_MS = 300_000;

const recentQuery = queryOptions({
  queryKey: ["contacts", "recent"],
  queryFn: () =>
    read(
      api.GET("/api/v1/contacts", { params: { query: { sort: "-seen_at", limit: LOOKED_AT } } }),
    ),
  staleTime: MINUTES_MS,
});

const recentCompaniesQuery = queryOptions({
  queryKey: ["companies", "recent"],
  queryFn: () => read(api.GET("/api/v1/companies", { params: { query: { limit: LOOKED_AT } } })),
  staleTime: MINUTES_MS,
});

const latestQuery = queryOptions({
  queryKey: ["events-words"],
  queryFn: () => read(api.GET("/api/v1/events", { params: { query: { limit: LOOKED_AT } } })),
  staleTime: MINUTES_MS,
});

export function useKnown(also?: Partial<Words>): Known {
  const segments = useQuery(segmentsQuery).data?.items;
  const pipelines = useQuery(pipelinesQuery).data?.items;
  const flows = useQuery(flowsQuery).data?.items;
  const recent = useQuery(recentQuery).data?.items;
  const companies = useQuery(recentCompaniesQuery).data?.items;
  const latest = useQuery(latestQuery).data?.items;
  return useMemo(() => {
    const words = collected((add) => {
      for (const name of COMMON) add("properties", name);
      for (const name of OF_EVENTS) add("eventProperties", name);
      for (const { rule } of segments ?? []) wordsOf(rule, add);
      for (const { entry } of latest ?? []) wordsOfEvent(entry, add);
      for (const { properties } of companies ?? [])
        for (const name of Object.keys(properties)) add("companyProperties", name);
      for (const tag of (recent ?? []).flatMap(({ tags }) => tags)) add("tags", tag);
      for (const kind of WORD_KINDS) for (const word of also?.[kind] ?? []) add(kind, word);
    });
    const published = (flows ?? []).filter(({ current_version }) => current_version);
    return { segments: segments ?? [], pipelines: pipelines ?? [], flows: published, words };
  }, [segments, pipelines, flows, recent, companies, latest, also]);
}
