/** The flows by name, for whoever links to one. */
import { queryOptions } from "@tanstack/react-query";
import { api, read } from "@/api/client";

export const flowsQuery = queryOptions({
  queryKey: ["flows", "list"],
  queryFn: () => read(api.GET("/api/v1/flows")),
});
