/** From which class to which how many contacts would go. */
import { Group, Stack, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { ClassName } from "./ClassName";
import { useEditor } from "./context";
import type { WhoChanges } from "./types";

export function Moves({ of: { moves } }: { of: WhoChanges }) {
  const { t } = useTranslation("scoring");
  const { classes } = useEditor();
  if (classes.length === 0) return null;
  if (moves.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {t("who.stays")}
      </Text>
    );
  }
  return (
    <Stack gap={4} component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {moves.map(({ from, to, contacts }) => (
        <Group key={`${from} ${to}`} component="li" gap={6} wrap="nowrap">
          <ClassName of={classes} id={from} />
          <IconArrowRight size={14} role="img" aria-label={t("who.to")} />
          <ClassName of={classes} id={to} />
          <Text size="sm" ml="auto" className="numbers">
            {t("who.contacts", { count: contacts })}
          </Text>
        </Group>
      ))}
    </Stack>
  );
}
