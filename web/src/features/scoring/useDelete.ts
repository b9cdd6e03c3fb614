/** Deletes a model, after saying how many contacts lose points by it. */
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { short } from "@/app/shared/foreign";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { askWhoChanges } from "./asking";
import { TOPIC } from "./queries";
import { documentOf } from "./template";
import type { StoredModel } from "./types";

export function useDelete(stored: StoredModel) {
  const { t, i18n } = useTranslation("scoring");
  const navigate = useNavigate();
  const ask = useAsk();
  const name = short(stored.name);
  const remove = useWrite({
    send: () =>
      read(api.DELETE("/api/v1/scoring-models/{id}", { params: { path: { id: stored.id } } })),
    touches: [TOPIC, "contacts"],
    done: () => t("delete.done", { name }),
    after: () => void navigate({ to: "/scoring", ignoreBlocker: true }),
  });
  const question = useMutation({
    // A table without rows gives nobody points: who changes are those who lose some.
    mutationFn: () => askWhoChanges({ id: stored.id, ...documentOf(stored), groups: [] }, 0),
    onSettled: (found) => {
      const count = found?.changed.matching;
      ask({
        title: t("delete.title", { name }),
        text:
          count === undefined
            ? t("delete.uncounted")
            : t(found && found.looked_at < found.contacts ? "delete.about" : "delete.text", {
                count,
                contacts: new Intl.NumberFormat(i18n.language).format(count),
              }),
        verb: t("delete.verb"),
        onYes: () => remove.mutate(),
      });
    },
  });
  return { ask: () => question.mutate(), isPending: question.isPending || remove.isPending };
}
