/** Changes what is known of a company; each of its contacts gets it in turn. */
import { api, read, type Schemas } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import type { ChangeProperties } from "@/features/contacts/EditProperty";
import { type Company, TOPIC } from "./queries";

type Change = Parameters<ChangeProperties["mutate"]>[0];

export function useChangeCompany({ id }: Company) {
  return useWrite({
    send: (change: Change) =>
      read(
        api.PATCH("/api/v1/companies/{id}", {
          params: { path: { id } },
          // The description says only that properties are an object.
          body: change as Schemas["ChangeCompanyRequest"],
        }),
      ),
    touches: [TOPIC, "contacts"],
  });
}
