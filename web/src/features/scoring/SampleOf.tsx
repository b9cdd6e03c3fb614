/** Some of those whose points would change most, and the rows because of which. */
import { Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Points } from "@/app/shared/Points";
import { ClassName } from "./ClassName";
import { useEditor } from "./context";
import styles from "./Scoring.module.css";
import type { Changed, WhoChanges } from "./types";

export function SampleOf({ of: { sample } }: { of: WhoChanges }) {
  const { t } = useTranslation("scoring");
  if (sample.length === 0) return null;
  return (
    <Stack gap={6}>
      <Title order={3} size="h3">
        {t("who.sample")}
      </Title>
      <ul className={styles.sample}>
        {sample.map((one) => (
          <Somebody key={one.contact.id} one={one} />
        ))}
      </ul>
    </Stack>
  );
}

function Somebody({ one }: { one: Changed }) {
  const { t } = useTranslation("scoring");
  const { classes } = useEditor();
  const { contact, before, after, class_before, class_after, rows } = one;
  const moves = (class_before ?? null) !== (class_after ?? null);
  return (
    <li>
      <Group gap={6} justify="space-between" wrap="nowrap">
        <TextLink to="/contacts/$contact" params={{ contact: contact.id }} target="_blank">
          <Name max={40}>{contact.name}</Name>
        </TextLink>
        <Group gap={4} wrap="nowrap" className="numbers">
          {before}
          <IconArrowRight size={14} role="img" aria-label={t("who.to")} />
          <strong>{after}</strong>
        </Group>
      </Group>
      {moves && (
        <Group gap={4}>
          <ClassName of={classes} id={class_before} />
          <IconArrowRight size={14} role="img" aria-label={t("who.to")} />
          <ClassName of={classes} id={class_after} />
        </Group>
      )}
      {rows.map((row) => (
        <Text key={row.row} size="sm" c="dimmed">
          {short(row.name, 80)} <Points points={row.after - row.before} />
        </Text>
      ))}
    </li>
  );
}
