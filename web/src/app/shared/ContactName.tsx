/** The name of a contact of whom only the id is at hand. */
import { useQuery } from "@tanstack/react-query";
import { contactQuery } from "@/features/contacts/queries";

export function ContactName({ id }: { id: string }) {
  const contact = useQuery({ ...contactQuery(id), staleTime: 300_000 });
  return contact.data?.name ?? id;
}
