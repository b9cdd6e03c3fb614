/** What the list of companies shows, as it stands in the address. */
export const SORTS = ["name", "-contacts"] as const;
export type Sort = (typeof SORTS)[number];

export type CompaniesSearch = { search?: string; sort?: Sort };

/** Takes what it knows; an old or mistyped link still shows a list. */
export function companiesSearch({ search, sort }: Record<string, unknown>): CompaniesSearch {
  const isText = typeof search === "string" || typeof search === "number";
  return {
    search: isText && search !== "" ? String(search) : undefined,
    sort: SORTS.find((one) => one === sort),
  };
}
