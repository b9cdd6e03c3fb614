import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";

export type Source = Schemas["SourceResponse"];
export type SourceKind = Schemas["SourceKindName"];
export type NewSource = Schemas["CreateSourceResponse"];
export const KINDS: SourceKind[] = ["browser", "server", "calendly"];

export const sourcesQuery = queryOptions({
  queryKey: ["sources", "list"],
  queryFn: () => read(api.GET("/api/v1/sources")),
});

export const sourceQuery = (id: string) =>
  queryOptions({
    queryKey: ["sources", id],
    queryFn: () => read(api.GET("/api/v1/sources/{id}", { params: { path: { id } } })),
  });
