import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";

export type Disqualification = Schemas["DisqualificationResponse"];

/** Who will be disqualified unless somebody objects, the next first. */
export const disqualificationsQuery = queryOptions({
  queryKey: ["contacts", "disqualifications", "list"],
  queryFn: async () => (await read(api.GET("/api/v1/disqualifications"))).items,
});
