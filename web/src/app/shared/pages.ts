/** Lists as the API pages them: `{items, next}`, with `next` sent back as `cursor`. */
import { infiniteQueryOptions, type QueryKey } from "@tanstack/react-query";

export type PageOf<T> = { items: T[]; next?: string | null };

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
