/** What the page of a model offers to the command palette. */
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useOffer } from "@/app/shell/page-commands";
import { withNewGroup } from "./edit";
import type { Draft } from "./useDraft";

export function useModelCommands(draft: Draft, mayEdit: boolean, title: string): void {
  const { t } = useTranslation("scoring");
  const { canUndo, canRedo, undo, redo, change } = draft;
  const offered = useMemo(() => {
    const back = { id: "undo", label: t("undo"), keys: "Ctrl+Z", perform: undo };
    const forth = { id: "redo", label: t("redo"), keys: "Ctrl+Shift+Z", perform: redo };
    const group = {
      id: "group",
      label: t("group.add"),
      perform: () => change((model) => withNewGroup(model, { name: "", rows: [] })),
    };
    const all = [group, ...(canUndo ? [back] : []), ...(canRedo ? [forth] : [])];
    return { title, possible: () => (mayEdit ? all : []) };
  }, [t, title, mayEdit, canUndo, canRedo, undo, redo, change]);
  useOffer(offered);
}
