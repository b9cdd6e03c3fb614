/** How good it is, on contacts it had not seen: the one number, in words, and from what it was learned. */
import { Group, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { When } from "@/app/shared/When";
import { ofHundred, pairsOf, percentText } from "./scales";
import type { Report } from "./types";
import { Whisker } from "./Whisker";

/** From docs/prediction.md; below the first it says little. */
const GRADES = [
  [97, "tooGood"],
  [85, "veryGood"],
  [75, "good"],
  [65, "useful"],
] as const;

type Props = { report: Report; trainedAt: string };

export function Quality({ report: { auc, deals, contacts, deals_too_old }, trainedAt }: Props) {
  const { t, i18n } = useTranslation("prediction");
  const right = ofHundred(auc.value);
  const grade = GRADES.find(([from]) => right >= from)?.[1] ?? "little";
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Card title={t("quality.title")}>
      <Stack gap="sm">
        <Text fw={600} fz="xl" className="numbers">
          {t("quality.pairs", pairsOf(auc))}
        </Text>
        <div aria-hidden>
          <Whisker {...auc} from={0.5} to={1} />
          <Group justify="space-between" fz="xs" c="dimmed" className="numbers">
            <span>50</span>
            <span>100</span>
          </Group>
        </div>
        <Text>{t(`quality.${grade}`)}</Text>
        <Text size="sm" c="dimmed">
          {t("quality.what")}
        </Text>
        <Text size="sm" c="dimmed" className="numbers">
          {t("quality.from", {
            count: deals.of,
            deals: number.format(deals.of),
            contacts: number.format(contacts),
            won: percentText(deals.share.value, i18n.language),
          })}{" "}
          {deals_too_old > 0 &&
            t("quality.tooOld", { count: deals_too_old, deals: number.format(deals_too_old) })}{" "}
          {t("asOf")} <When at={trainedAt} />.
        </Text>
      </Stack>
    </Card>
  );
}
