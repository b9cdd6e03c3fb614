/** A rule as a sentence in the person's language, with the names that it only has the ids of. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { pipelinesQuery, segmentsQuery } from "@/features/segments/queries";
import type { Names, Speech } from "./phrases";
import type { Rule } from "./rule";
import { sentence } from "./sentence";
import { useClassNames } from "./useClassNames";
import { useFlowNames } from "./useFlowNames";

/** `around`: the rules that will be said, or what they are in. */
export function useRuleSentence(around: unknown): (rule: Rule) => string {
  const speech = useRuleSpeech(around);
  return (rule) => sentence(rule, speech);
}

export function useRuleSpeech(around?: unknown): Speech {
  const { t, i18n } = useTranslation("rule");
  const names = useNames(around);
  return { t: (key, values) => t(key, values ?? {}), names, language: i18n.language };
}

/** What things are called that documents refer to by id; the id until the name is there. */
export function useNames(around?: unknown): Names {
  const segments = useQuery(segmentsQuery).data?.items;
  const pipelines = useQuery(pipelinesQuery).data?.items;
  const flowNames = useFlowNames(around);
  const scoreClass = useClassNames(around);
  return useMemo(() => {
    const stage: Names["stage"] = (pipeline, id) => {
      const from = pipelines?.filter((one) => !pipeline || one.id === pipeline) ?? [];
      return from.flatMap(({ stages }) => stages).find((one) => one.id === id)?.name ?? id;
    };
    return {
      ...flowNames,
      scoreClass,
      segment: (id) => segments?.find((one) => one.id === id)?.name ?? id,
      pipeline: (id) => pipelines?.find((one) => one.id === id)?.name ?? id,
      stage,
    };
  }, [segments, pipelines, flowNames, scoreClass]);
}
