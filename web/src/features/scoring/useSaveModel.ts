/** Publishes a model; it holds for everybody at once, or as soon as the past is counted. */
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { short } from "@/app/shared/foreign";
import { useWrite } from "@/app/shared/useWrite";
import { isPutOff } from "@/features/preparing/standing";
import { TOPIC } from "./queries";
import type { Model } from "./types";

type Input = { id: string; model: Model; startFlows: boolean };
type Options = {
  /** Until it is published for the first time, there is no page of it. */
  isNew: boolean;
  /** What then: it is published as this version, or waits. */
  after: (input: Input, version: number | null) => void;
};

export function useSaveModel({ isNew, after }: Options) {
  const { t } = useTranslation("scoring");
  return useWrite({
    send: ({ id, model, startFlows }: Input) =>
      read(
        api.PUT("/api/v1/scoring-models/{id}", {
          params: { path: { id } },
          body: { ...model, start_flows: startFlows },
        }),
      ),
    touches: [TOPIC, "contacts"],
    done: (answer, { model }) => {
      const name = short(model.name);
      if (!isPutOff(answer)) return t("save.done", { name });
      return t(isNew ? "preparing:putOffNew" : "preparing:putOff", { name });
    },
    after: (answer, input) => after(input, isPutOff(answer) ? null : answer.version),
  });
}

export type SaveModel = ReturnType<typeof useSaveModel>;
