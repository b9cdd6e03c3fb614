/** All published versions, the latest first: when, by whom, and who is still inside each. */
import { Anchor, Badge, Button, Drawer, Group, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { More } from "@/app/shared/More";
import { Shown } from "@/app/shared/states";
import { useActorText } from "@/app/shared/useActorText";
import { When } from "@/app/shared/When";
import { useFlow } from "../canvas/context";
import { readFlow } from "../model/document";
import { type Flow, type Version, versionQuery, versionsQuery } from "../queries";
import { restore } from "../session/acts";
import type { FlowSession } from "../session/useFlowSession";
import { useSearchChange } from "./Header";
import classes from "./Problems.module.css";

interface Props {
  readonly flow: Flow;
  readonly session: FlowSession;
  readonly readOnly: boolean;
  readonly onClose: () => void;
}

export function Versions({ flow, session, readOnly, onClose }: Props) {
  const { t } = useFlow().speech;
  const client = useQueryClient();
  const go = useSearchChange();
  const query = useInfiniteQuery(versionsQuery(flow.id));
  const look = (version: number) => {
    onClose();
    go({ version: String(version), mode: undefined, step: undefined });
  };
  const takeBack = async (version: number) => {
    const { document } = await client.ensureQueryData(versionQuery(flow.id, version));
    onClose();
    restore(session.editor, "restore", readFlow(document));
    go({ version: undefined, mode: undefined, step: undefined });
  };
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
        <Shown query={query}>
          {(versions) =>
            versions.map((one) => (
              <Row
                key={one.version}
                version={one}
                running={one.version === flow.current_version}
                onLook={() => look(one.version)}
                onRestore={readOnly ? null : () => void takeBack(one.version)}
              />
            ))
          }
        </Shown>
        <More query={query} />
      </Stack>
    </Drawer>
  );
}

interface RowProps {
  readonly version: Version;
  readonly running: boolean;
  readonly onLook: () => void;
  readonly onRestore: (() => void) | null;
}

function Row({ version, running, onLook, onRestore }: RowProps) {
  const { t } = useFlow().speech;
  const actorText = useActorText();
  const by = version.published_by && actorText(version.published_by);
  return (
    <section className={classes.problem}>
      <Group justify="space-between">
        <Anchor component="button" type="button" fw={600} onClick={onLook}>
          {t("header.version", { version: version.version })}
        </Anchor>
        {running && (
          <Badge variant="light" tt="none">
            {t("version.current")}
          </Badge>
        )}
      </Group>
      <Text size="sm" c="dimmed">
        <When at={version.published_at} /> {by && `· ${by}`}
      </Text>
      <Group justify="space-between" mt={4} mih={24}>
        <Text size="sm">{t("version.inside", { count: version.inside })}</Text>
        {onRestore && (
          <Button size="compact-xs" variant="default" onClick={onRestore}>
            {t("version.restore")}
          </Button>
        )}
      </Group>
    </section>
  );
}
