/** Offers the flow's commands to the command palette of the app. */
import { useMemo } from "react";
import { useOffer } from "@/app/shell/page-commands";
import { possibleNow, printed } from "../session/commands";
import { useFlow } from "./context";

export function usePalette(): void {
  const { stage, speech } = useFlow();
  const commands = useMemo(
    () => ({
      title: speech.t("thisFlow"),
      possible: () =>
        possibleNow(stage).map((command) => ({
          id: command.id,
          label: speech.t(`command.${command.id}`),
          keys: command.keys[0] && printed(command.keys[0]),
          perform: () => void command.perform(stage),
        })),
    }),
    [stage, speech],
  );
  useOffer(commands);
}
