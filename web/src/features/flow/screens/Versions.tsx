/** All published versions, the latest first. */
import { Badge, Drawer, Group, Skeleton, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { When } from "@/app/shared/When";
import { useFlow } from "../canvas/context";
import { type Flow, versionQuery } from "../queries";
import { useSearchChange } from "./Header";
import classes from "./Problems.module.css";

/** Each version is asked for by itself, so no more than one wants to read. */
const MOST = 30;

export function Versions({ flow, onClose }: { flow: Flow; onClose: () => void }) {
  const { speech } = useFlow();
  const { t } = speech;
  const go = useSearchChange();
  const current = flow.current_version ?? 0;
  const numbers = Array.from({ length: Math.min(current, MOST) }, (_, back) => current - back);
  const queries = useQueries({ queries: numbers.map((version) => versionQuery(flow.id, version)) });
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={360}
      title={t("menu.versions")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack gap={6}>
        {numbers.map((version, index) => {
          const data = queries[index]?.data;
          return (
            <UnstyledButton
              key={version}
              className={classes.problem}
              onClick={() => {
                onClose();
                go({ version: String(version), mode: undefined, step: undefined });
              }}
            >
              <Group justify="space-between">
                <Text fw={600}>{t("header.version", { version })}</Text>
                {version === current && (
                  <Badge variant="light" tt="none">
                    {t("version.current")}
                  </Badge>
                )}
              </Group>
              {data ? (
                <Text size="sm" c="dimmed">
                  <When at={data.published_at} /> ·{" "}
                  {t("version.steps", { count: data.document.nodes.length })}
                </Text>
              ) : (
                <Skeleton h={16} w={140} />
              )}
            </UnstyledButton>
          );
        })}
      </Stack>
    </Drawer>
  );
}
