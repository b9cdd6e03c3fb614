/** The category that the points of a group go to, and how many they can be together. */
import { Autocomplete, NumberInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useSurroundings } from "@/features/rule/surroundings";
import { useEditor } from "./context";
import { withGroup } from "./edit";
import classes from "./Scoring.module.css";
import type { Group } from "./types";

export function GroupFields({ group, at }: { group: Group; at: number }) {
  const { t } = useTranslation("scoring");
  const { change } = useEditor();
  const { known } = useSurroundings();
  const set = (what: Partial<Group>) =>
    change((model) => withGroup(model, at, what), `group ${at} ${Object.keys(what)}`);
  return (
    <div className={classes.groupFields}>
      <Autocomplete
        label={t("group.category")}
        description={t("group.categoryHelp")}
        placeholder="general"
        maxLength={60}
        data={[...known.words.categories]}
        value={group.category ?? ""}
        onChange={(category) => set({ category })}
      />
      <NumberInput
        label={t("group.atMost")}
        description={t("group.atMostHelp")}
        placeholder={t("group.noLimit")}
        allowDecimal={false}
        allowNegative={false}
        min={1}
        value={group.at_most ?? ""}
        onChange={(next) => set({ at_most: typeof next === "number" && next > 0 ? next : null })}
      />
    </div>
  );
}
