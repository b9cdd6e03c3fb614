/** Whether Runnel runs as it should, in words; the numbers are for whoever runs the server. */
import { Anchor, Code, Group, Stack, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { problemOf } from "@/api/problem";
import { Card } from "@/app/shared/Card";
import { Shown } from "@/app/shared/states";

const AGAIN_MS = 10_000;

async function healthNow(): Promise<{ ok: boolean; report: Record<string, unknown> }> {
  const response = await fetch("/healthz").catch((cause: unknown) => {
    throw problemOf(undefined, cause);
  });
  const body: unknown = await response.json().catch(() => ({}));
  const report = typeof body === "object" && body !== null ? body : {};
  return { ok: response.ok, report: report as Record<string, unknown> };
}

export default function Health() {
  const { t } = useTranslation("settings");
  const health = useQuery({
    queryKey: ["health"],
    queryFn: healthNow,
    refetchInterval: AGAIN_MS,
  });
  return (
    <Stack maw={640}>
      <Card title={t("health.title")}>
        <Shown query={health} rows={2}>
          {({ ok, report }) => (
            <Stack>
              <Group gap="xs">
                {ok ? <IconCircleCheck aria-hidden /> : <IconAlertTriangle aria-hidden />}
                <Text fw={500}>{ok ? t("health.well") : t("health.unwell")}</Text>
              </Group>
              <Table>
                <Table.Tbody>
                  {Object.entries(report).map(([name, value]) => (
                    <Table.Tr key={name}>
                      <Table.Th fw={500}>{name.replaceAll("_", " ")}</Table.Th>
                      <Table.Td>
                        {typeof value === "object" ? (
                          <Code>{JSON.stringify(value)}</Code>
                        ) : (
                          String(value)
                        )}
                      </Table.Td>
                    </Table.Tr>
                  ))}
                </Table.Tbody>
              </Table>
            </Stack>
          )}
        </Shown>
      </Card>
      <Text>
        <Anchor href="/api/docs/">{t("health.api")}</Anchor>
      </Text>
    </Stack>
  );
}
