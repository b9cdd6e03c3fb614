/** The frame of the pages before one is signed in. */
import { Center, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

type Props = { title: string; about?: string; children: ReactNode };

export function Door({ title, about, children }: Props) {
  const { t } = useTranslation();
  useDocumentTitle(`${title} · ${t("name")}`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={380} gap="lg">
        <Group gap={8} justify="center">
          <img src="/icon.svg" alt="" width={28} height={28} />
          <Text fw={600} size="xl">
            {t("name")}
          </Text>
        </Group>
        <Paper withBorder p="lg" radius="lg">
          <Stack gap="md">
            <Stack gap={4}>
              <Title order={1}>{title}</Title>
              {about !== undefined && <Text c="dimmed">{about}</Text>}
            </Stack>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
