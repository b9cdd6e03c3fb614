/** What is the same for everybody in the workspace: the time zone of contacts who have none of their own. */
import { Alert, Anchor, Button, Group, List, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import { Card } from "@/app/shared/Card";
import { Shown } from "@/app/shared/states";
import { useNow } from "@/app/shared/useNow";
import { useWrite } from "@/app/shared/useWrite";
import { WORKSPACE, workspaceQuery } from "./queries";
import { timeIn, zonesOf, zoneTitle } from "./zones";

export default function Workspace() {
  const workspace = useQuery(workspaceQuery);
  return (
    <Stack maw={640}>
      <Shown query={workspace} rows={3}>
        {(stored) => <Zone key={stored.zone} stored={stored} />}
      </Shown>
    </Stack>
  );
}

const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const known = Intl.supportedValuesOf("timeZone");

function Zone({ stored }: { stored: Schemas["WorkspaceResponse"] }) {
  const { t } = useTranslation("settings");
  const [zone, setZone] = useState(stored.zone);
  const save = useWrite({
    send: () => read(api.PUT("/api/v1/workspace", { body: { zone } })),
    touches: [WORKSPACE, "segments", "contacts"],
    done: () => t("workspace.saved", { zone: zoneTitle(zone) }),
  });
  const zones = zonesOf(known, stored.zone, here);
  return (
    <Card title={t("workspace.zone")}>
      <Stack>
        <Text c="dimmed">{t("workspace.about")}</Text>
        <Select
          label={t("workspace.zone")}
          description={<TimeThere zone={zone} />}
          inputWrapperOrder={["label", "input", "description"]}
          searchable
          nothingFoundMessage={t("workspace.noZone")}
          limit={100}
          data={zones.map((value) => ({ value, label: zoneTitle(value) }))}
          value={zone}
          allowDeselect={false}
          onChange={(next) => next && setZone(next)}
        />
        {zone !== here && (
          <Text size="sm">
            <Anchor component="button" type="button" inherit onClick={() => setZone(here)}>
              {t("workspace.here", { zone: zoneTitle(here) })}
            </Anchor>
          </Text>
        )}
        <Concerned />
        {zone !== stored.zone && (
          <Alert variant="light" role="status">
            {t("workspace.then")}
          </Alert>
        )}
        <Group gap="xs">
          <Button
            disabled={zone === stored.zone}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            {t("app:actions.save")}
          </Button>
          {zone !== stored.zone && (
            <Button variant="default" onClick={() => setZone(stored.zone)}>
              {t("app:actions.cancel")}
            </Button>
          )}
        </Group>
      </Stack>
    </Card>
  );
}

function TimeThere({ zone }: { zone: string }) {
  const { t, i18n } = useTranslation("settings");
  const time = timeIn(zone, useNow(), i18n.language);
  return time === undefined ? null : (
    <span className="numbers">{t("workspace.timeThere", { time })}</span>
  );
}

/** What it changes, and for whom it does not. */
function Concerned() {
  const { t } = useTranslation("settings");
  return (
    <List size="sm" spacing={4}>
      <List.Item>{t("workspace.rules")}</List.Item>
      <List.Item>{t("workspace.waits")}</List.Item>
      <List.Item>{t("workspace.notConcerned")}</List.Item>
    </List>
  );
}
