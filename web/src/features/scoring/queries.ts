import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";
import type { Model } from "./types";

/** The topic under which the server tells changes of models. */
export const TOPIC = "scoring-models";

export const modelsQuery = queryOptions({
  queryKey: [TOPIC, "list"],
  queryFn: () => read(api.GET("/api/v1/scoring-models")),
});

export const modelQuery = (id: string) =>
  queryOptions({
    queryKey: [TOPIC, id],
    queryFn: () => read(api.GET("/api/v1/scoring-models/{id}", { params: { path: { id } } })),
  });

export const standingQuery = (contact: string) =>
  queryOptions({
    queryKey: ["contacts", contact, "scoring"],
    queryFn: () =>
      read(api.GET("/api/v1/contacts/{id}/scoring", { params: { path: { id: contact } } })),
  });

const SAMPLE = 5;

/** A model, and what it is compared with: whatever is published under this id. */
export type Asked = Model & { id: string };

export const askWhoChanges = (model: Asked, sample = SAMPLE) =>
  read(api.POST("/api/v1/scoring-models/preview", { body: { model, sample } }));

export const whoChangesQuery = (model: Asked) =>
  queryOptions({
    queryKey: ["contacts", "who-changes", model],
    queryFn: () => askWhoChanges(model),
    placeholderData: keepPreviousData,
    // What the server refuses it refuses the next time, too.
    retry: false,
  });
