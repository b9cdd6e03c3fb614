/** A rule as a sentence in the person's language, with the names that it only has the ids of. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { pipelinesQuery, segmentsQuery } from "@/features/segments/queries";
import type { Rule } from "./rule";
import { type Names, sentence } from "./sentence";
import { useFlowNames } from "./useFlowNames";

/** `around`: the rules that will be said, or what they are in. */
export function useRuleSentence(around: unknown): (rule: Rule) => string {
  const { t, i18n } = useTranslation("rule");
  const names = useNames(around);
  const say = (key: string, values?: Record<string, unknown>) => t(`sentence.${key}`, values ?? {});
  return (rule) => sentence(rule, { t: say, names, language: i18n.language });
}

export function useNames(around?: unknown): Names {
  const segments = useQuery(segmentsQuery).data?.items ?? [];
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const flowNames = useFlowNames(around);
  return {
    ...flowNames,
    segment: (id) => segments.find((segment) => segment.id === id)?.name ?? id,
    pipeline: (id) => pipelines.find((pipeline) => pipeline.id === id)?.name ?? id,
    stage: (pipeline, stage) => {
      const from = pipeline ? pipelines.filter(({ id }) => id === pipeline) : pipelines;
      const stages = from.flatMap(({ stages }) => stages);
      return stages.find(({ id }) => id === stage)?.name ?? stage;
    },
  };
}
