/** The fields of what a row asks: something that is so, or something that happens. */
import { Button, SegmentedControl, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { RuleBuilder } from "@/features/rule/RuleBuilder";
import { useEditor } from "./context";
import { KINDS, type Kind, kindOf, turned } from "./criterion";
import { EachFields } from "./EachFields";
import { withRow } from "./edit";
import { withCriterion } from "./finish";
import { focusCriterion } from "./focus";
import classes from "./Scoring.module.css";
import type { Criterion, Row } from "./types";

export function CriterionEditor({ row }: { row: Row }) {
  const { t } = useTranslation("scoring");
  const { change, speech, setOpen } = useEditor();
  const { when } = row;
  const kind = kindOf(when);
  const set = (next: Criterion, burst?: string) =>
    change((model) => withRow(model, row.id, withCriterion(row, next, speech)), burst);
  const close = () => {
    setOpen(null);
    focusCriterion(row.id);
  };
  const typing = `when ${row.id}`;
  return (
    <Stack gap="xs" className={classes.fields}>
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label={t("criterion.kind")}
        value={kind}
        onChange={(to) => set(turned(when, to as Kind))}
        data={KINDS.map((value) => ({ value, label: t(`criterion.${value}.title`) }))}
      />
      <Text size="sm" c="dimmed">
        {t(`criterion.${kind}.help`)}
      </Text>
      {"while" in when ? (
        <RuleBuilder rule={when.while} onChange={(rule) => set({ while: rule }, typing)} />
      ) : (
        <EachFields each={when.each} onChange={(each) => set({ each }, typing)} />
      )}
      <Button size="compact-sm" variant="default" w="fit-content" onClick={close}>
        {t("criterion.done")}
      </Button>
    </Stack>
  );
}
