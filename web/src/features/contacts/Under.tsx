/** What a contact is part of at present: segments, flows, deals, tasks. */

import { Badge, Button, Group, Stack, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { When } from "@/app/shared/When";
import { NewDeal } from "@/features/deals/NewDeal";
import { usePipelineNames } from "@/features/deals/names";
import { CompleteButton } from "@/features/tasks/CompleteButton";
import type { Contact } from "./queries";

function Line({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" align="baseline" gap="xs">
      <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>{children}</div>
      <Text size="sm" c="dimmed" component="div" style={{ flexShrink: 0 }}>
        {aside}
      </Text>
    </Group>
  );
}

function None({ when, children }: { when: boolean; children: string }) {
  return when ? <Text c="dimmed">{children}</Text> : null;
}

export function Segments({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  return (
    <Card title={t("app:sections.segments")}>
      <Stack gap="xs">
        <None when={contact.segments.length === 0}>{t("under.noSegments")}</None>
        {contact.segments.map((segment) => (
          <Line key={segment.id} aside={<When at={segment.since} />}>
            <TextLink to="/segments/$segment" params={{ segment: segment.id }}>
              <Name>{segment.name}</Name>
            </TextLink>
          </Line>
        ))}
      </Stack>
    </Card>
  );
}

export function Enrolments({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const flows = useQuery(flowsQuery);
  const nameOf = (id: string) => flows.data?.items.find((flow) => flow.id === id)?.name ?? id;
  return (
    <Card title={t("under.enrolments")}>
      <Stack gap="xs">
        <None when={contact.enrolments.length === 0}>{t("under.noEnrolments")}</None>
        {contact.enrolments.map((enrolment) => (
          <div key={enrolment.id}>
            <Line aside={<When at={enrolment.entered_at} />}>
              <TextLink
                to="/flows/$flow"
                params={{ flow: enrolment.flow }}
                search={{
                  mode: "path",
                  contact: contact.id,
                  passage: enrolment.id,
                  version: enrolment.version,
                  step: enrolment.node,
                }}
              >
                <Name>{nameOf(enrolment.flow)}</Name>
              </TextLink>
            </Line>
            {enrolment.due && (
              <Text size="sm" c="dimmed">
                {t("under.waitsUntil")} <When at={enrolment.due} />
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Card>
  );
}

export function Deals({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const [creating, setCreating] = useState(false);
  const names = usePipelineNames();
  const maySell = useMay("sell");
  return (
    <Card
      title={t("app:sections.deals")}
      action={
        maySell && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t("under.newDeal")}
          </Button>
        )
      }
    >
      <Stack gap="xs">
        <None when={contact.deals.length === 0}>{t("under.noDeals")}</None>
        {contact.deals.map((deal) => (
          <Line
            key={deal.id}
            aside={
              <Badge variant="default" tt="none" fw={500}>
                {names.stage(deal.pipeline, deal.stage)}
              </Badge>
            }
          >
            <TextLink to="/deals" search={{ pipeline: deal.pipeline }}>
              <Name>{deal.name}</Name>
            </TextLink>
          </Line>
        ))}
      </Stack>
      {creating && <NewDeal contact={contact} onClose={() => setCreating(false)} />}
    </Card>
  );
}

export function Tasks({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  return (
    <Card title={t("app:sections.tasks")}>
      <Stack gap="xs">
        <None when={contact.tasks.length === 0}>{t("under.noTasks")}</None>
        {contact.tasks.map((task) => (
          <Line
            key={task.id}
            aside={
              task.status === "done" ? t("under.done") : <CompleteButton task={task} compact />
            }
          >
            <Text td={task.status === "done" ? "line-through" : undefined}>
              <Name>{task.title}</Name>
            </Text>
            {task.due_at && task.status === "open" && (
              <Text size="sm" c="dimmed">
                {t("under.due")} <When at={task.due_at} />
              </Text>
            )}
          </Line>
        ))}
      </Stack>
    </Card>
  );
}
