/** What counts: each property, tag and activity, by how much it changes the odds. */
import { Button, Stack, Table, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { Folded } from "@/app/shared/Folded";
import { short } from "@/app/shared/foreign";
import { Listing } from "@/app/shared/Listing";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import { EffectRow } from "./EffectRow";
import { strongestFirst } from "./effects";
import { reach } from "./scales";
import type { Effect, Report } from "./types";
import { effectText, featureText } from "./words";

const SHOWN = 12;

type Props = { effects: readonly Effect[]; leftOut: Report["left_out"] };

export function Effects({ effects, leftOut }: Props) {
  const { t } = useTranslation("prediction");
  const [all, setAll] = useState(false);
  const speech = useRuleSpeech(effects);
  const sorted = strongestFirst(effects);
  const shown = all ? sorted : sorted.slice(0, SHOWN);
  const max = reach(shown);
  return (
    <Card title={t("effects.title")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw={820}>
          {t("effects.help")}
        </Text>
        <Listing
          minWidth={760}
          headings={[
            t("effects.what"),
            { label: t("effects.odds"), right: true },
            { label: t("effects.range"), hidden: true },
            { label: t("effects.meets"), right: true },
            { label: t("effects.others"), right: true },
          ]}
        >
          {shown.map((effect) => {
            const text = effectText(effect, speech);
            return <EffectRow key={text} effect={effect} text={text} max={max} />;
          })}
        </Listing>
        {sorted.length > shown.length && (
          <Button variant="default" size="xs" w="fit-content" onClick={() => setAll(true)}>
            {t("app:actions.all")}
          </Button>
        )}
        {leftOut.length > 0 && <LeftOut leftOut={leftOut} />}
      </Stack>
    </Card>
  );
}

const WHY = {
  too_seldom: "leftOut.seldom",
  tells_nothing_apart: "leftOut.same",
  too_many: "leftOut.crowded",
} as const;

function LeftOut({ leftOut }: Pick<Props, "leftOut">) {
  const { t } = useTranslation("prediction");
  const speech = useRuleSpeech(leftOut);
  return (
    <Folded summary={t("leftOut.title", { count: leftOut.length })}>
      <Table verticalSpacing={4} maw={720}>
        <Table.Tbody>
          {leftOut.map(({ feature, why }) => {
            const text = featureText(feature, speech);
            return (
              <Table.Tr key={text}>
                <Table.Td>{short(text)}</Table.Td>
                <Table.Td c="dimmed">{t(WHY[why])}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Folded>
  );
}
