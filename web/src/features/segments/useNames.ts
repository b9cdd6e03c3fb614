/** Names of what rules refer to. */
import { useQuery } from "@tanstack/react-query";
import { pipelinesQuery, segmentsQuery } from "./queries";
import type { Names } from "./rule/sentence";

export function useNames(): Names {
  const segments = useQuery(segmentsQuery).data?.items ?? [];
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  return {
    segment: (id) => segments.find((segment) => segment.id === id)?.name ?? id,
    stage: (pipeline, stage) => {
      const from = pipeline ? pipelines.filter(({ id }) => id === pipeline) : pipelines;
      const stages = from.flatMap(({ stages }) => stages);
      return stages.find(({ id }) => id === stage)?.name ?? stage;
    },
  };
}
