import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";
import { pagesOf } from "@/app/shared/pages";
import type { ContactsSearch } from "./search";

export type Contact = Schemas["ContactResponse"];
export type ReceiptPoint = Schemas["ReceiptPoint"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type Fact = Schemas["FactResponse"];

export const contactsQuery = ({ list, ...search }: ContactsSearch) =>
  pagesOf(["contacts", "list", search], (cursor) =>
    read(api.GET("/api/v1/contacts", { params: { query: { ...search, cursor } } })),
  );

export const contactQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", id],
    queryFn: () => read(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });

export const receiptQuery = (id: string, category: string | undefined) =>
  pagesOf(["contacts", id, "receipt", category], async (cursor) => {
    const params = { path: { id }, query: { category, cursor } };
    const receipt = await read(api.GET("/api/v1/contacts/{id}/receipt", { params }));
    return { items: receipt.points, next: receipt.next, kept_since: receipt.kept_since };
  });

export const timelineQuery = (id: string) =>
  pagesOf(["contacts", id, "timeline"], (cursor) =>
    read(
      api.GET("/api/v1/contacts/{id}/timeline", { params: { path: { id }, query: { cursor } } }),
    ),
  );
