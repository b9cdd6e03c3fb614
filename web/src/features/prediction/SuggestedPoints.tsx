/** Points for a scoring table, made of what was learned; one chooses which to take over, and where. */

import { Checkbox, Group, NumberInput, Stack, Table, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { short } from "@/app/shared/foreign";
import { Points } from "@/app/shared/Points";
import { Shown } from "@/app/shared/states";
import { sentence } from "@/features/rule/sentence";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import { pointsQuery } from "./queries";
import { TakeOver } from "./TakeOver";
import type { SuggestedRow } from "./types";

const STRONGEST = 20;
const STRONGEST_MAX = 1_000;
const TYPING_MS = 300;

export function SuggestedPoints() {
  const { t } = useTranslation("prediction");
  const [strongest, setStrongest] = useState(STRONGEST);
  const [asked] = useDebouncedValue(strongest, TYPING_MS);
  const points = useQuery(pointsQuery(asked));
  return (
    <Card title={t("points.title")}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed" maw={820}>
          {t("points.help")}
        </Text>
        <NumberInput
          label={t("points.strongest")}
          w={220}
          min={1}
          max={STRONGEST_MAX}
          allowDecimal={false}
          value={strongest}
          onChange={(next) => typeof next === "number" && next > 0 && setStrongest(next)}
        />
        <Shown query={points} rows={4}>
          {(items) =>
            items.length === 0 ? <Text>{t("points.none")}</Text> : <Rows rows={items} />
          }
        </Shown>
      </Stack>
    </Card>
  );
}

function Rows({ rows }: { rows: readonly SuggestedRow[] }) {
  const { t } = useTranslation("prediction");
  const mayEdit = useMay("editFlows");
  const speech = useRuleSpeech(rows);
  const [left, setLeft] = useState<readonly string[]>([]);
  const said = rows.map((row) => ({ row, text: sentence(row.when, speech) }));
  const chosen = said.filter(({ text }) => !left.includes(text));
  const turn = (text: string) =>
    setLeft(left.includes(text) ? left.filter((one) => one !== text) : [...left, text]);
  return (
    <Stack gap="sm">
      <Table verticalSpacing={4} maw={720}>
        <Table.Tbody>
          {said.map(({ row, text }) => (
            <Table.Tr key={text}>
              <Table.Td>
                {mayEdit ? (
                  <Checkbox
                    label={short(text)}
                    checked={!left.includes(text)}
                    onChange={() => turn(text)}
                  />
                ) : (
                  short(text)
                )}
              </Table.Td>
              <Table.Td ta="right">
                <Points points={row.points} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {mayEdit && (
        <Group gap="sm">
          <TakeOver rows={chosen.map(({ row }) => row)} />
          <Text size="sm" c="dimmed">
            {t("points.notYet")}
          </Text>
        </Group>
      )}
    </Stack>
  );
}
