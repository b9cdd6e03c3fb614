/** Whether contacts have a probability: only then there is anything to show. */
import { useQuery } from "@tanstack/react-query";
import { triesQuery } from "./queries";
import { standingOf } from "./standing";

export function useIsLearned(): boolean {
  return standingOf(useQuery(triesQuery).data?.items ?? []).learned !== undefined;
}
