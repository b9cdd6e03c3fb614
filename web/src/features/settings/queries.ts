import { queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";
import { pagesOf } from "@/app/shared/pages";

export const keysQuery = queryOptions({
  queryKey: ["keys"],
  queryFn: () => read(api.GET("/api/v1/keys")),
});

export const usersQuery = queryOptions({
  queryKey: ["users"],
  queryFn: () => read(api.GET("/api/v1/users")),
});

export const auditQuery = pagesOf(["audit"], (before) =>
  read(api.GET("/api/v1/audit", { params: { query: { before } } })),
);

export const deadLettersQuery = pagesOf(["dead-letters"], (cursor) =>
  read(api.GET("/api/v1/dead-letters", { params: { query: { cursor } } })),
);

/** The topic of what is the same for everybody. */
export const WORKSPACE = "workspace";

export const workspaceQuery = queryOptions({
  queryKey: [WORKSPACE],
  queryFn: () => read(api.GET("/api/v1/workspace")),
});
