/** What is asked about people: how one stands, and who would change. */
import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";
import type { Model } from "./types";

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
