/**
 * Flows and their steps by name. Only the flows that somebody asks about are loaded, as they are
 * published: a step that is only drawn has nobody at it.
 */
import { useQueries, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { flowsQuery } from "@/app/flows-query";
import { type FlowNode, readFlow } from "@/features/flow/model/document";
import { NO_KINDS, roleOf } from "@/features/flow/model/kinds";
import { kindsQuery, versionQuery } from "@/features/flow/queries";
import { stepTitle } from "@/features/flow/words/words";
import { askedFlows } from "./asked-flows";

export type FlowNames = {
  flow: (id: string) => string;
  step: (flow: string, step: string) => string;
};

export type Step = { id: string; title: string; node: FlowNode; waits: boolean };

type Steps = ReadonlyMap<string, readonly Step[]>;

/** The names of all that rules in `around` ask about; the ids until they are there. */
export function useFlowNames(around: unknown): FlowNames {
  const asked = useMemo(() => askedFlows(around), [around]);
  const flows = useQuery({ ...flowsQuery, enabled: asked.length > 0 }).data?.items;
  const steps = useSteps(asked.filter(({ step }) => step !== undefined).map(({ flow }) => flow));
  return useMemo(
    () => ({
      flow: (id) => flows?.find((flow) => flow.id === id)?.name ?? id,
      step: (flow, id) => steps.get(flow)?.find((step) => step.id === id)?.title ?? id,
    }),
    [flows, steps],
  );
}

/** The steps of these flows, once they are loaded. */
export function useSteps(flows: readonly string[]): Steps {
  const { t } = useTranslation("flow");
  const enabled = flows.length > 0;
  const all = useQuery({ ...flowsQuery, enabled }).data?.items ?? [];
  const kinds = useQuery({ ...kindsQuery, enabled }).data ?? NO_KINDS;
  const documents = useQueries({
    queries: all
      .filter(({ id }) => flows.includes(id))
      .flatMap(({ id, current_version: version }) => (version ? [versionQuery(id, version)] : [])),
    combine: documentsOf,
  });
  return useMemo(
    () =>
      new Map(
        documents.map((document) => {
          const steps = readFlow(document).nodes.map((node) => ({
            id: node.id,
            title: stepTitle({ t }, kinds, node),
            node,
            waits: roleOf(kinds, node) === "wait",
          }));
          return [document.id, steps];
        }),
      ),
    [documents, kinds, t],
  );
}

type Answer = { data: Schemas["FlowVersionResponse"] | undefined };

function documentsOf(answers: readonly Answer[]): Schemas["Flow"][] {
  return answers.flatMap(({ data }) => (data ? [data.document] : []));
}
