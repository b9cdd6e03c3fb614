/** Over a flow that Runnel paused because it wanted to send too much: since when, what waits, what to do. */
import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { IconBolt } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { When } from "@/app/shared/When";
import type { FlowSummary } from "../queries";
import { mostOf } from "./fuse";
import classes from "./Publishing.module.css";

interface Props {
  readonly flow: FlowSummary;
  readonly reason: Schemas["PauseReason"];
  /** Absent: one only looks. */
  readonly onAllow?: (() => void) | undefined;
  readonly onResume?: (() => void) | undefined;
}

export function FuseBanner({ flow, reason, onAllow, onResume }: Props) {
  const { t } = useTranslation("publishing");
  const most = mostOf(reason);
  return (
    <Alert
      variant="light"
      color="yellow"
      radius={0}
      p="sm"
      className={classes.banner}
      icon={<IconBolt size={18} aria-hidden />}
      title={
        <>
          {t("fuse.title")} <When at={reason.at} />
        </>
      }
      role="alert"
    >
      <Group justify="space-between" align="flex-end">
        <Stack gap={4} maw={820}>
          <Text size="sm">
            {most === undefined ? reason.message : t("fuse.what", { count: most })}{" "}
            {t("fuse.waits", { count: flow.inside })}
          </Text>
          {onResume && <Text size="sm">{t("fuse.todo")}</Text>}
        </Stack>
        <Group gap="xs">
          {onAllow && (
            <Button size="xs" variant="default" onClick={onAllow}>
              {t("fuse.allow")}
            </Button>
          )}
          {onResume && (
            <Button size="xs" variant="default" onClick={onResume}>
              {t("turn.resume.verb")}
            </Button>
          )}
        </Group>
      </Group>
    </Alert>
  );
}
