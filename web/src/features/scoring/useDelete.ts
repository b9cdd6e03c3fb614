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

export function useDelete() {
  const { t, i18n } = useTranslation("scoring");
  const navigate = useNavigate();
  const ask = useAsk();
  const remove = useWrite({
    send: ({ id }: StoredModel) =>
      read(api.DELETE("/api/v1/scoring-models/{id}", { params: { path: { id } } })),
    touches: [TOPIC, "contacts"],
    done: (_, { name }) => t("delete.done", { name: short(name) }),
    after: () => void navigate({ to: "/scoring", ignoreBlocker: true }),
  });
  const losing = useMutation({
    // A table without rows gives nobody points: who changes are those who lose some.
    mutationFn: (stored: StoredModel) =>
      askWhoChanges({ id: stored.id, ...documentOf(stored), groups: [] }, 0),
    onSettled: (found, _, stored) => {
      const count = found?.changed.matching;
      const contacts = new Intl.NumberFormat(i18n.language).format(count ?? 0);
      const isEstimate = found !== undefined && found.looked_at < found.contacts;
      ask({
        title: t("delete.title", { name: short(stored.name) }),
        text:
          count === undefined
            ? t("delete.uncounted")
            : t(isEstimate ? "delete.about" : "delete.text", { count, contacts }),
        verb: t("delete.verb"),
        onYes: () => remove.mutate(stored),
      });
    },
  });
  return {
    ask: losing.mutate,
    isPending: losing.isPending || remove.isPending,
    /** It goes, or is gone: nobody has to ask for it again. */
    goes: remove.isPending || remove.isSuccess,
  };
}

export type Delete = ReturnType<typeof useDelete>;
