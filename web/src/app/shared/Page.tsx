/** The frame of every page: its title, what it is for, what can be done here. */
import { Box, Group, Stack, Text, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { short } from "./foreign";

type Props = {
  title: string;
  /** Above the title: where this page belongs. */
  crumbs?: ReactNode;
  about?: ReactNode;
  actions?: ReactNode;
  wide?: boolean;
  children: ReactNode;
};

export function Page({ title, crumbs, about, actions, wide = false, children }: Props) {
  const { t } = useTranslation();
  useDocumentTitle(`${short(title)} · ${t("name")}`);
  return (
    <Box p={{ base: "md", sm: "lg" }} maw={wide ? undefined : 1240} mx="auto">
      <Stack gap="md">
        {crumbs}
        <Group justify="space-between" align="flex-start" gap="md" wrap="wrap">
          <Stack gap={2} maw={720} miw={0}>
            <Title order={1} lineClamp={3}>
              {title}
            </Title>
            {about !== undefined && (
              <Text c="dimmed" component="div">
                {about}
              </Text>
            )}
          </Stack>
          <Group gap="xs">{actions}</Group>
        </Group>
        {children}
      </Stack>
    </Box>
  );
}
