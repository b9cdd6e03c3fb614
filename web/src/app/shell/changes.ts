/** Listens to what changes on the server and has what is shown of it asked for again. */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

const URL = "/api/v1/changes";
/** A browser gives up on a refused stream; we come again. */
const AGAIN_MS = 5_000;

export function topicsOf(data: string): string[] {
  try {
    const { topics } = JSON.parse(data) as { topics?: unknown };
    return Array.isArray(topics) ? topics.filter((topic) => typeof topic === "string") : [];
  } catch {
    return [];
  }
}

export function useChanges(): void {
  const client = useQueryClient();
  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let missed = false;
    const connect = () => {
      source = new EventSource(URL);
      source.addEventListener("changed", (event: MessageEvent<string>) => {
        for (const topic of topicsOf(event.data)) {
          void client.invalidateQueries({ queryKey: [topic] });
        }
      });
      source.onopen = () => {
        // Whatever changed while nobody listened.
        if (missed) void client.invalidateQueries();
        missed = false;
      };
      source.onerror = () => {
        missed = true;
        if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, AGAIN_MS);
      };
    };
    connect();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [client]);
}
