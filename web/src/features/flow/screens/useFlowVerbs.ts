/** What can be done with the open flow as a whole, for its menu and for the command palette. */
import { useSearch } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import type { PageCommand } from "@/app/shell/page-commands";
import { useSaveAsFile } from "../files/useSaveAsFile";
import { type Verb, verbsOf } from "../publishing/verbs";
import type { Flow } from "../queries";
import { flowSearch } from "../search";
import type { FlowSession } from "../session/useFlowSession";

export function useFlowVerbs({ id }: Pick<Flow, "id">, { editor, saver }: FlowSession) {
  const { version } = flowSearch(useSearch({ strict: false }));
  const { mutate: saveAsFile } = useSaveAsFile();
  return useMemo(
    () => ({
      /** What is shown: a version that is looked at, else the draft with all that was typed. */
      save: async () => {
        await saver.flush();
        saveAsFile({ id, version });
      },
      /** Asks first. What was typed is saved by then, so that nothing of it is left behind. */
      choose: (verb: Verb) => {
        void saver.flush();
        editor.open({ ask: "verb", verb });
      },
    }),
    [id, version, editor, saver, saveAsFile],
  );
}

export function useFlowCommands(flow: Flow, session: FlowSession): readonly PageCommand[] {
  const { t } = useTranslation("publishing");
  const mayEdit = useMay("editFlows");
  const { state } = flow;
  const { save, choose } = useFlowVerbs(flow, session);
  return useMemo(
    () => [
      { id: "flow.file", label: t("files:save"), perform: () => void save() },
      ...verbsOf({ state }, mayEdit).map((verb) => ({
        // Steps are deleted by a command of their own.
        id: `flow.${verb}`,
        label: t(`turn.${verb}.verb`),
        perform: () => choose(verb),
      })),
    ],
    [t, state, mayEdit, save, choose],
  );
}
