/** Says when the server cannot be reached, and comes back by itself. */
import { Box, Group, Text } from "@mantine/core";
import { useNetwork } from "@mantine/hooks";
import { IconCloudOff } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { reachable } from "@/api/reachable";

const AGAIN_MS = 3_000;

export function Offline() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { online } = useNetwork();
  const reached = useSyncExternalStore(reachable.subscribe, reachable.get);
  const away = !online || !reached;
  useEffect(() => {
    if (!away) return;
    const timer = setInterval(() => {
      void fetch("/healthz").then(
        (answer) => {
          if (!answer.ok) return;
          reachable.set(true);
          void client.invalidateQueries();
        },
        () => undefined,
      );
    }, AGAIN_MS);
    return () => clearInterval(timer);
  }, [away, client]);
  return (
    <div role="status">
      {away && (
        <Box px="lg" py={6} bg="var(--runnel-warning)" c="var(--runnel-warning-text)">
          <Group gap="xs" wrap="nowrap">
            <IconCloudOff size={18} aria-hidden />
            <Text>{t("shell.offline")}</Text>
          </Group>
        </Box>
      )}
    </div>
  );
}
