/** Publishes a segment's rule; it holds for everybody at once, or as soon as the past is counted. */
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import { isPutOff } from "@/features/preparing/standing";
import { type Rule, simplest } from "@/features/rule/rule";

type Segment = { id: string; name: string; rule: Rule; startFlows?: boolean };
type Options = {
  /** Until it is published for the first time, there is no page of it. */
  isNew?: boolean;
  /** What then: it is published, or waits. */
  after: (id: string, waits: boolean) => void;
};

export function useSave({ isNew = false, after }: Options) {
  const { t } = useTranslation("segments");
  return useWrite({
    send: ({ id, name, rule, startFlows = false }: Segment) =>
      read(
        api.PUT("/api/v1/segments/{id}", {
          params: { path: { id } },
          body: { name, rule: simplest(rule), start_flows: startFlows },
        }),
      ),
    touches: ["segments", "contacts"],
    done: (answer, { name }) =>
      isPutOff(answer)
        ? t(isNew ? "preparing:putOffNew" : "preparing:putOff", { name })
        : t("saved", { name }),
    after: (answer, { id }) => after(id, isPutOff(answer)),
  });
}
