/** Offers the flow's commands to the command palette of the app. */
import { useMemo } from "react";
import { type PageCommand, useOffer } from "@/app/shell/page-commands";
import { possibleNow, printed } from "../session/commands";
import { useFlow } from "./context";

/** `more`: what can be done with the flow as a whole. */
export function usePalette(more: readonly PageCommand[]): void {
  const { stage, speech } = useFlow();
  const commands = useMemo(
    () => ({
      title: speech.t("thisFlow"),
      possible: () => [
        ...possibleNow(stage).map((command) => ({
          id: command.id,
          label: speech.t(`command.${command.id}`),
          keys: command.keys[0] && printed(command.keys[0]),
          perform: () => void command.perform(stage),
        })),
        ...more,
      ],
    }),
    [stage, speech, more],
  );
  useOffer(commands);
}
