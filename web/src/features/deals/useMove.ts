/** Moves a deal to another stage. Flows may react to it at once, so contacts are asked again too. */
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import type { Deal, PipelineStage } from "./queries";

type Move = { deal: Deal; to: PipelineStage };

export function useMove() {
  const { t } = useTranslation("deals");
  return useWrite({
    send: ({ deal, to }: Move) =>
      read(
        api.POST("/api/v1/deals/{id}/move", {
          params: { path: { id: deal.id } },
          body: { stage: to.id },
        }),
      ),
    touches: ["deals", "contacts"],
    done: (_, { deal, to }) => t("moved", { deal: deal.name, stage: to.name }),
  });
}
