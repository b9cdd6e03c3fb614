/** Changes what is known of a contact, unless somebody else did in the meantime. */
import { api, read, type Schemas } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import type { Contact } from "./queries";
import type { Value } from "./value";

/** Null clears a property. */
type Change = Omit<Schemas["ChangeContactRequest"], "properties"> & {
  properties?: Record<string, Value | null>;
  /** Null takes the contact out of its company. */
  company?: string | null;
};

export function useChangeContact(contact: Contact) {
  return useWrite({
    send: (change: Change) =>
      read(
        api.PATCH("/api/v1/contacts/{id}", {
          params: {
            path: { id: contact.id },
            header: { "If-Match": String(contact.version) },
          },
          // The description says only that properties are an object.
          body: change as Schemas["ChangeContactRequest"],
        }),
      ),
    touches: ["contacts"],
  });
}
