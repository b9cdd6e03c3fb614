/** What the list of companies shows, as it stands in the address. */
export type CompaniesSearch = { search?: string };

export function companiesSearch({ search }: Record<string, unknown>): CompaniesSearch {
  const isText = typeof search === "string" || typeof search === "number";
  return { search: isText && search !== "" ? String(search) : undefined };
}
