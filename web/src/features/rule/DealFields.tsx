/** How one of the contact's deals stands, and in which pipeline. */
import { MultiSelect, Select } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Rule.module.css";
import type { DealTest } from "./rule";
import { useSurroundings } from "./surroundings";

type Deal = { is: DealTest; pipeline?: string | null };

const STATES = ["open", "won", "lost", "in_stage"] as const;

export function DealFields({ deal, onChange }: { deal: Deal; onChange: (deal: Deal) => void }) {
  const { t } = useTranslation("rule");
  const { known, disabled } = useSurroundings();
  const { pipelines } = known;
  const pipeline = pipelines.find(({ id }) => id === deal.pipeline);
  const is = typeof deal.is === "string" ? deal.is : "in_stage";
  const setState = (value: string | null) => {
    if (value === "open" || value === "won" || value === "lost") onChange({ ...deal, is: value });
    // Stages belong to a pipeline.
    else onChange({ pipeline: (pipeline ?? pipelines[0])?.id, is: { in_stage: [] } });
  };
  const setPipeline = (id: string | null) =>
    onChange({
      ...(id ? { pipeline: id } : {}),
      is: typeof deal.is === "string" ? deal.is : { in_stage: [] },
    });
  return (
    <div className={classes.fields}>
      <Select
        className={classes.word}
        aria-label={t("editor.dealIs")}
        data={STATES.map((value) => ({ value, label: t(`editor.deal.${value}`) }))}
        value={is}
        allowDeselect={false}
        disabled={disabled}
        onChange={setState}
      />
      {typeof deal.is === "object" && (
        <MultiSelect
          className={classes.word}
          maw="none"
          aria-label={t("editor.dealStages")}
          placeholder={deal.is.in_stage.length === 0 ? t("editor.choose") : undefined}
          data={(pipeline ?? pipelines[0])?.stages.map(({ id, name }) => ({
            value: id,
            label: name,
          }))}
          value={deal.is.in_stage}
          disabled={disabled}
          onChange={(stages) => onChange({ ...deal, is: { in_stage: stages } })}
        />
      )}
      {pipelines.length > 1 && (
        <Select
          className={classes.word}
          aria-label={t("editor.pipeline")}
          placeholder={t("editor.allPipelines")}
          data={pipelines.map(({ id, name }) => ({ value: id, label: name }))}
          value={deal.pipeline ?? null}
          clearable={is !== "in_stage"}
          clearButtonProps={{ "aria-label": t("editor.allPipelines") }}
          allowDeselect={false}
          disabled={disabled}
          onChange={setPipeline}
        />
      )}
    </div>
  );
}
