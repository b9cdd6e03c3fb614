import { queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";

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
