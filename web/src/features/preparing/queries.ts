/** Publications that wait until the past has been counted. */
import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";

export type Preparation = Schemas["PreparationResponse"];

/** What waits, and the topic under which its progress is told. */
const TOPICS = { flow: "flows", segment: "segments", scoring_model: "scoring-models" } as const;
export type Kind = keyof typeof TOPICS;

export const preparationsQuery = (kind: Kind) =>
  queryOptions({
    queryKey: [TOPICS[kind], "preparations"],
    queryFn: () => read(api.GET("/api/v1/preparations")),
    select: ({ items }) => items.filter((one) => one.kind === kind),
  });

export const giveUp = (id: string) =>
  read(api.DELETE("/api/v1/preparations/{id}", { params: { path: { id } } }));

export const topicOf = (kind: Kind) => TOPICS[kind];
