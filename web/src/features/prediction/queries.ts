/** What was learned, and what is asked of it. Everything is asked anew when something was learned. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";
import type { SuggestedRow } from "./types";

/** The topic under which the server tells that something was learned. */
export const TOPIC = "prediction";

/** When it was tried to learn, the latest first; empty until somebody asks for it. */
export const triesQuery = queryOptions({
  queryKey: [TOPIC, "tries"],
  queryFn: () => read(api.GET("/api/v1/predictions")),
});

export const currentQuery = queryOptions({
  queryKey: [TOPIC, "current"],
  queryFn: () => read(api.GET("/api/v1/predictions/current")),
});

export const pointsQuery = (strongest: number) =>
  queryOptions({
    queryKey: [TOPIC, "points", strongest],
    queryFn: async () => {
      const params = { query: { strongest } };
      const { items } = await read(api.GET("/api/v1/predictions/current/points", { params }));
      // The description says only that rows are objects.
      return items as unknown as SuggestedRow[];
    },
    placeholderData: keepPreviousData,
  });

/** `model`: what this was learned as; a newer one is asked anew. */
export const contactPredictionQuery = (contact: string, model: string) =>
  queryOptions({
    queryKey: ["contacts", contact, "prediction", model],
    queryFn: () =>
      read(api.GET("/api/v1/contacts/{id}/prediction", { params: { path: { id: contact } } })),
    // Nothing can be told of some: no answer is an answer.
    retry: false,
  });

const BANDS = 10;

export const bandsQuery = (category: string | undefined) =>
  queryOptions({
    queryKey: [TOPIC, "bands", category],
    queryFn: () =>
      read(api.GET("/api/v1/scores/bands", { params: { query: { category, bands: BANDS } } })),
    placeholderData: keepPreviousData,
  });

export const thresholdQuery = (points: number, category: string | undefined) =>
  queryOptions({
    queryKey: [TOPIC, "threshold", points, category],
    queryFn: () =>
      read(api.GET("/api/v1/scores/threshold", { params: { query: { points, category } } })),
    placeholderData: keepPreviousData,
  });
