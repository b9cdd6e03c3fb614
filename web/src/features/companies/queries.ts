/** Companies, and who belongs to them. */
import { queryOptions } from "@tanstack/react-query";
import { api, read, type Schemas } from "@/api/client";
import { pagesOf } from "@/app/shared/pages";
import type { CompaniesSearch } from "./search";

export type Company = Schemas["CompanyResponse"];
export type Details = Schemas["CompanyDetails"];

/** The topic under which the server tells changes of companies. */
export const TOPIC = "companies";

export const companiesQuery = (search: CompaniesSearch) =>
  pagesOf([TOPIC, "list", search], (cursor) =>
    read(api.GET("/api/v1/companies", { params: { query: { ...search, cursor } } })),
  );

const FOUND_MAX = 10;

export const foundQuery = (search: string) =>
  queryOptions({
    queryKey: [TOPIC, "found", search],
    queryFn: () =>
      read(api.GET("/api/v1/companies", { params: { query: { search, limit: FOUND_MAX } } })),
  });

export const companyQuery = (id: string) =>
  queryOptions({
    queryKey: [TOPIC, "one", id],
    queryFn: () => read(api.GET("/api/v1/companies/{id}", { params: { path: { id } } })),
  });
