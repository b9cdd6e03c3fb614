/** While it learns: what it is at, how far it is, and the way out. */
import { Alert, Box, Button, Group, Stack, Text } from "@mantine/core";
import { IconSchool } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useMay } from "@/app/session/session";
import { Bar } from "@/app/shared/Bar";
import { useWrite } from "@/app/shared/useWrite";
import { TOPIC, triesQuery } from "./queries";
import { percentText } from "./scales";
import { standingOf } from "./standing";

/** Progress is told too; this is for what gets lost on the way. */
const AGAIN_MS = 2_000;

export function Running() {
  const { t, i18n } = useTranslation("prediction");
  const tries = useQuery({ ...triesQuery, refetchInterval: AGAIN_MS });
  const mayLearn = useMay("editFlows");
  const stop = useWrite({
    send: () => read(api.DELETE("/api/v1/predictions/current/run")),
    touches: [TOPIC],
    done: () => t("running.stopped"),
  });
  const { running } = standingOf(tries.data?.items ?? []);
  const { step = "reading", share = 0 } = running?.progress ?? {};
  return (
    <Alert
      variant="light"
      // Its progress is not to be read aloud at every percent.
      role="group"
      aria-label={t("running.title")}
      icon={<IconSchool aria-hidden />}
      title={t("running.title")}
    >
      <Group justify="space-between" align="flex-end">
        <Stack gap={6} flex={1} miw={240}>
          <Text size="sm" className="numbers">
            {t(`running.${step}`)} {percentText(Math.floor(share * 100) / 100, i18n.language)}
          </Text>
          <Box maw={420}>
            <Bar label={t("running.title")} value={share} />
          </Box>
        </Stack>
        {mayLearn && (
          <Button
            size="xs"
            variant="default"
            loading={stop.isPending}
            onClick={() => stop.mutate()}
          >
            {t("running.stop")}
          </Button>
        )}
      </Group>
    </Alert>
  );
}
