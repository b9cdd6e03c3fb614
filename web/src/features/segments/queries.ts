import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";
import { pagesOf } from "@/app/shared/pages";

export type Segment = Schemas["SegmentResponse"];
export type Rule = Schemas["Rule"];

export const segmentsQuery = queryOptions({
  queryKey: ["segments", "list"],
  queryFn: () => read(api.GET("/api/v1/segments")),
});

export const segmentQuery = (id: string) =>
  queryOptions({
    queryKey: ["segments", id],
    queryFn: () => read(api.GET("/api/v1/segments/{id}", { params: { path: { id } } })),
  });

export const membersQuery = (id: string) =>
  pagesOf(["segments", id, "members"], (cursor) =>
    read(api.GET("/api/v1/segments/{id}/members", { params: { path: { id }, query: { cursor } } })),
  );

export const pipelinesQuery = queryOptions({
  queryKey: ["pipelines"],
  queryFn: () => read(api.GET("/api/v1/pipelines")),
});
