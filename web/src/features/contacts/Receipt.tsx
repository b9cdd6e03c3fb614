/** Why the score is what it is: the sum, its course, and every point with its reason. */
import { Box, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconReceipt } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { KeptSince } from "@/app/shared/KeptSince";
import { More } from "@/app/shared/More";
import { keptSince } from "@/app/shared/pages";
import { Empty, Shown } from "@/app/shared/states";
import { useCategoryName } from "./fact-text";
import type { Contact } from "./queries";
import { receiptQuery } from "./queries";
import { ReceiptLine } from "./ReceiptLine";
import { levels } from "./running";
import { ScoreChart } from "./ScoreChart";

const ALL = "*";

export function Receipt({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const categoryName = useCategoryName();
  const [chosen, setChosen] = useState(ALL);
  const category = chosen === ALL ? undefined : chosen;
  const receipt = useInfiniteQuery(receiptQuery(contact.id, category));
  const of = { ...receiptQuery(contact.id, category), select: keptSince };
  const since = useInfiniteQuery(of).data;
  const score = category === undefined ? contact.score : (contact.scores[category] ?? 0);
  const categories = Object.entries(contact.scores);
  return (
    <Card title={t("receipt.title")}>
      <Group justify="space-between" align="flex-end" mb="md">
        <Box>
          <Text fz={36} fw={600} lh={1} className="numbers" data-testid="score">
            {score}
          </Text>
          <Text c="dimmed" size="sm">
            {category === undefined
              ? t("receipt.sum")
              : t("receipt.category", { category: categoryName(category) })}
          </Text>
        </Box>
        {categories.length > 1 && (
          <SegmentedControl
            value={chosen}
            onChange={setChosen}
            aria-label={t("receipt.categories")}
            data={[
              { value: ALL, label: t("receipt.all", { score: contact.score }) },
              ...categories.map(([name, points]) => ({
                value: name,
                label: `${categoryName(name)} ${points}`,
              })),
            ]}
          />
        )}
      </Group>
      <Shown query={receipt}>
        {(points) =>
          points.length === 0 ? (
            <Empty icon={IconReceipt} title={t("receipt.empty")}>
              {t("receipt.emptyText")}
            </Empty>
          ) : (
            <Stack gap="md">
              <ScoreChart levels={levels(points, score)} />
              <Stack gap={0} component="ol" p={0} m={0} style={{ listStyle: "none" }}>
                {points.map((point, index) => (
                  <ReceiptLine key={`${point.event.id} ${index}`} point={point} />
                ))}
              </Stack>
            </Stack>
          )
        }
      </Shown>
      <More query={receipt} />
      <KeptSince since={since} />
    </Card>
  );
}
