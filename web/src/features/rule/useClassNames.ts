/** Classes of scoring models by name. They are loaded only where a document asks about one. */
import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { modelsQuery } from "@/features/scoring/queries";

/** "Hot (Lead scoring)"; the ids until the names are there. */
export type ClassNames = (model: string, id: string) => string;

export function useClassNames(around: unknown): ClassNames {
  const enabled = useMemo(() => asksAboutClass(around), [around]);
  const models = useQuery({ ...modelsQuery, enabled }).data?.items;
  return useCallback(
    (model, id) => {
      const known = models?.find((one) => one.id === model);
      const name = known?.classes.find((one) => one.id === id)?.name ?? id;
      return name === "" ? "" : `${name} (${known?.name ?? model})`;
    },
    [models],
  );
}

/** `{"model": "lead_scoring", "class": "hot"}`, wherever in it. */
export function asksAboutClass(around: unknown): boolean {
  if (typeof around !== "object" || around === null) return false;
  const { model, class: id } = around as Record<string, unknown>;
  if (typeof model === "string" && typeof id === "string") return true;
  return Object.values(around).some(asksAboutClass);
}
