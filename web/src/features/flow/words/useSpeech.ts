/** The words of the editor in the user's language, with the names of the workspace's things. */
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNames } from "@/features/rule/useRuleSentence";
import { pipelinesQuery, segmentsQuery } from "@/features/segments/queries";
import type { FlowDocument } from "../model/document";
import { isRecord } from "../model/schema";
import type { Workspace } from "../panel/fields";
import type { Speech } from "./words";

/** `document`: where rules may name flows. */
export function useSpeech(document?: FlowDocument): Speech {
  const { t, i18n } = useTranslation("flow");
  const names = useNames(document);
  return useMemo(() => ({ t, language: i18n.language, names }), [t, i18n.language, names]);
}

/** What the widgets offer: segments and pipelines of the server, words that this flow uses already. */
export function useWorkspace(document: FlowDocument): Workspace {
  const segments = useQuery(segmentsQuery).data?.items;
  const pipelines = useQuery(pipelinesQuery).data?.items;
  return useMemo(
    () => ({
      segments: segments ?? [],
      pipelines: pipelines ?? [],
      used: usedWords(document),
    }),
    [segments, pipelines, document],
  );
}

const SCHEMAS: Readonly<Record<string, string>> = { tag: "Tag", category: "Category" };

/** Tags and categories by the names under which settings and rules carry them. */
function usedWords(document: FlowDocument): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  const look = (value: unknown) => {
    if (Array.isArray(value)) value.forEach(look);
    if (!isRecord(value)) return;
    for (const [name, inner] of Object.entries(value)) {
      const schema =
        SCHEMAS[name] ?? (name === "name" && "test" in value ? "PropertyName" : undefined);
      if (schema && typeof inner === "string" && inner)
        found.set(schema, (found.get(schema) ?? new Set()).add(inner));
      else look(inner);
    }
  };
  document.nodes.forEach((node) => {
    look(node.settings);
  });
  return new Map([...found].map(([schema, words]) => [schema, [...words].sort()]));
}
