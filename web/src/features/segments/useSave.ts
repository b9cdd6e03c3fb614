/** Publishes a segment's rule; it holds for everybody at once. */
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import { type Rule, simplest } from "@/features/rule/rule";

type Segment = { id: string; name: string; rule: Rule };

export function useSave(then: (id: string) => void) {
  const { t } = useTranslation("segments");
  return useWrite({
    send: ({ id, name, rule }: Segment) =>
      read(
        api.PUT("/api/v1/segments/{id}", {
          params: { path: { id } },
          body: { name, rule: simplest(rule) },
        }),
      ),
    touches: ["segments", "contacts"],
    done: (_, { name }) => t("saved", { name }),
    after: ({ id }) => then(id),
  });
}
