/** A list that comes in pages: loading, failed, nothing there, the items so far, and the next ones. */
import type { ComponentProps, ReactNode } from "react";
import { More } from "./More";
import { Shown } from "./states";

type Props<T> = {
  query: ComponentProps<typeof Shown<T[]>>["query"] & ComponentProps<typeof More>["query"];
  rows?: number;
  /** What to say, and to do, while there is nothing. */
  empty: ReactNode;
  children: (items: T[]) => ReactNode;
};

export function Listed<T>({ query, rows, empty, children }: Props<T>) {
  return (
    <>
      <Shown query={query} rows={rows}>
        {(items) => (items.length === 0 ? empty : children(items))}
      </Shown>
      <More query={query} />
    </>
  );
}
