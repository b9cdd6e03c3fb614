/** Lists as the API pages them: `{items, next}`, with `next` sent back as `cursor`. */
import { type InfiniteData, infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

export type PageOf<T> = { items: T[]; next?: string | null; kept_since?: string | null };

export function pagesOf<T>(
  queryKey: QueryKey,
  fetchPage: (cursor: string | undefined) => Promise<PageOf<T>>,
) {
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam }) => fetchPage(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: ({ pages }) => pages.flatMap((page) => page.items),
  });
}

/** What was before the end of a list was deleted; null: nothing was, or there are more pages. */
export function keptSince({ pages }: InfiniteData<PageOf<unknown>>): string | null {
  const last = pages.at(-1);
  return (last?.next ? null : last?.kept_since) ?? null;
}
