/** How what the server said is kept: until a change is reported, and asked again when that fails. */
import { QueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/problem";

/** A refusal stays one however often it is asked for; only what may pass is tried again. */
function mayPass(error: unknown): boolean {
  return error instanceof Problem && (error.status === 0 || error.status >= 500);
}

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      retry: (failures, error) => failures < 2 && mayPass(error),
      networkMode: "always",
    },
    mutations: { retry: false, networkMode: "always" },
  },
});
