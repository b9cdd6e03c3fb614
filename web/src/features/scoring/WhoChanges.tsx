/** Who gets other points, and who another class, if this is saved. */
import { Group, Loader, Stack, Table, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { useProblemText } from "@/app/shared/problems";
import { ClassName } from "./ClassName";
import { useEditor } from "./context";
import { Moves } from "./Moves";
import { SampleOf } from "./SampleOf";
import type { WhoChanges as Answer } from "./types";
import type { WhoChangesAnswer } from "./useWhoChanges";

type Props = {
  answer: WhoChangesAnswer;
  /** Why nothing is asked yet. */
  waits: "unchanged" | "unfinished" | null;
};

export function WhoChanges({ answer, waits }: Props) {
  const { t } = useTranslation("scoring");
  return (
    <Card title={t("who.title")}>
      <div aria-live="polite" aria-busy={answer.stale && waits === null}>
        <Content answer={answer} waits={waits} />
      </div>
    </Card>
  );
}

function Content({ answer: { data, error, stale }, waits }: Props) {
  const { t } = useTranslation("scoring");
  const textOf = useProblemText();
  if (waits !== null) return <Text c="dimmed">{t(`who.${waits}`)}</Text>;
  if (error) return <Text c="var(--mantine-color-error)">{textOf(error)}</Text>;
  if (data === undefined) return <Text c="dimmed">{t("who.counting")}</Text>;
  return (
    <Stack gap="sm" style={{ opacity: stale ? 0.6 : 1 }}>
      <Group gap="xs" wrap="nowrap">
        <Text fw={600} fz="lg" className="numbers">
          <Count of={data} />
        </Text>
        {stale && <Loader size={14} aria-hidden />}
      </Group>
      {data.looked_at < data.contacts && (
        <Text size="sm" c="dimmed">
          <Estimate of={data} />
        </Text>
      )}
      <ClassTable of={data} />
      <Moves of={data} />
      <SampleOf of={data} />
    </Stack>
  );
}

function useNumbers(): (number: number) => string {
  const { i18n } = useTranslation();
  const format = new Intl.NumberFormat(i18n.language);
  return (number) => format.format(number);
}

/** Of all of them, or about so many of them. */
function Count({ of: { changed, contacts, looked_at } }: { of: Answer }) {
  const { t } = useTranslation("scoring");
  const said = useNumbers();
  if (changed.high === 0) return t("who.nobody");
  return t(looked_at < contacts ? "who.about" : "who.exactly", {
    count: changed.matching,
    changed: said(changed.matching),
    contacts: said(contacts),
  });
}

function Estimate({ of: { changed, looked_at } }: { of: Answer }) {
  const { t } = useTranslation("scoring");
  const said = useNumbers();
  return t("who.estimate", {
    count: looked_at,
    looked: said(looked_at),
    low: said(changed.low),
    high: said(changed.high),
  });
}

/** How many are in each class, now and then. */
function ClassTable({ of }: { of: Answer }) {
  const { t } = useTranslation("scoring");
  const { classes } = useEditor();
  const said = useNumbers();
  const shown = of.classes.filter((one) => one.class != null || one.before + one.after > 0);
  if (classes.length === 0 || shown.length === 0) return null;
  return (
    <Table verticalSpacing={4} horizontalSpacing={6}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("who.class")}</Table.Th>
          <Table.Th ta="right">{t("who.before")}</Table.Th>
          <Table.Th ta="right">{t("who.after")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shown.map((one) => (
          <Table.Tr key={one.class ?? ""}>
            <Table.Td>
              <ClassName of={classes} id={one.class} />
            </Table.Td>
            <Table.Td ta="right">{said(one.before)}</Table.Td>
            <Table.Td ta="right" fw={one.before === one.after ? undefined : 600}>
              {said(one.after)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
