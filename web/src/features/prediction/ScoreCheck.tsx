/** Whether points tell who buys: what share bought at so many points, and whether a threshold is right. */
import { Alert, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { modelsQuery } from "@/features/scoring/queries";
import { Bands } from "./Bands";
import { bandsQuery, thresholdQuery } from "./queries";
import { ThresholdField } from "./ThresholdField";
import { hottest, type Threshold } from "./threshold";
import { useVerdictText } from "./useVerdictText";

const TYPING_MS = 300;

export function ScoreCheck() {
  const { t } = useTranslation("prediction");
  const models = useQuery(modelsQuery);
  return (
    <Card title={t("bands.title")}>
      <Shown query={models} rows={4}>
        {({ items }) => <Checked first={hottest(items)} />}
      </Shown>
    </Card>
  );
}

function Checked({ first }: { first: Threshold }) {
  const { t } = useTranslation("prediction");
  const [threshold, setThreshold] = useState(first);
  const [{ points, category }] = useDebouncedValue(threshold, TYPING_MS);
  const bands = useQuery(bandsQuery(category));
  return (
    <Shown query={bands} rows={4}>
      {({ items, deals, as_of }) =>
        deals === 0 ? (
          <Text c="dimmed">{t("bands.none")}</Text>
        ) : (
          <Stack gap="sm">
            <Text size="sm" c="dimmed" maw={820}>
              {t("bands.help", { count: deals })} {t("asOf")} <When at={as_of} />.
            </Text>
            <Group gap="sm" align="flex-end">
              <ThresholdField threshold={threshold} onChange={setThreshold} />
            </Group>
            {items.length > 1 ? (
              <Bands bands={items} threshold={points} />
            ) : (
              <Text>{t("bands.same")}</Text>
            )}
            <Verdict points={points} category={category} />
          </Stack>
        )
      }
    </Shown>
  );
}

const COLOURS = { better: "yellow", fine: "water", cannot_tell: "gray", too_few: "gray" } as const;

function Verdict({ points, category }: Pick<Threshold, "points" | "category">) {
  const review = useQuery(thresholdQuery(points, category));
  const textOf = useVerdictText();
  return (
    <Shown query={review} rows={1}>
      {(told) => {
        const { title, text } = textOf(told);
        return (
          <Alert
            variant="light"
            role="status"
            color={COLOURS[told.verdict.code]}
            title={title}
            className="numbers"
          >
            {text}
          </Alert>
        );
      }}
    </Shown>
  );
}
