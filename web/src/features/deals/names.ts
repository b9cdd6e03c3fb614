/** Pipelines and stages by name, wherever a deal is shown. */
import { useQuery } from "@tanstack/react-query";
import { pipelinesQuery } from "@/features/segments/queries";

export function usePipelineNames() {
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  return {
    stage: (pipeline: string, stage: string): string => {
      const stages = pipelines.find(({ id }) => id === pipeline)?.stages;
      return stages?.find(({ id }) => id === stage)?.name ?? stage;
    },
  };
}
