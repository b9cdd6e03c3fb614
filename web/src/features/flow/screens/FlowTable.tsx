/** Flows in rows: how each stands, who came and is inside, what is wrong, who changed it last. */
import { Anchor, Badge, Table, Text } from "@mantine/core";
import { IconAlertTriangle, IconExclamationCircle } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useActorText } from "@/app/shared/useActorText";
import { When } from "@/app/shared/When";
import { WaitingMark } from "@/features/preparing/WaitingMark";
import type { FlowSummary } from "../queries";
import { FlowRowMenu } from "./FlowRowMenu";
import { StateBadge } from "./StateBadge";

export function FlowTable({ flows }: { flows: readonly FlowSummary[] }) {
  const { t } = useTranslation("flow");
  return (
    <Table.ScrollContainer minWidth={720}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("list.flow")}</Table.Th>
            <Table.Th>{t("list.state")}</Table.Th>
            <Table.Th ta="right" title={t("list.enteredHelp")}>
              {t("list.entered")}
            </Table.Th>
            <Table.Th ta="right">{t("list.inside")}</Table.Th>
            <Table.Th>{t("list.problems")}</Table.Th>
            <Table.Th>{t("list.changed")}</Table.Th>
            <Table.Th aria-label={t("menu.open")} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {flows.map((flow) => (
            <FlowRow key={flow.id} flow={flow} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function FlowRow({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation("flow");
  const actorText = useActorText();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to="/flows/$flow" params={{ flow: flow.id } as never} fw={600}>
          {flow.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <StateBadge state={flow.state} />
        {flow.pause_reason && (
          <Text size="xs" mt={2}>
            {t("publishing:fuse.short")} · <When at={flow.pause_reason.at} />
          </Text>
        )}
        <WaitingMark kind="flow" subject={flow.id} />
      </Table.Td>
      <Table.Td ta="right">
        <Count flow={flow} count={flow.entered_this_week} />
      </Table.Td>
      <Table.Td ta="right">
        <Count flow={flow} count={flow.inside} />
      </Table.Td>
      <Table.Td>
        <ProblemCount flow={flow} />
      </Table.Td>
      <Table.Td>
        <When at={flow.updated_at} c="dimmed" />
        {flow.updated_by && (
          <Text size="xs" c="dimmed">
            {actorText(flow.updated_by)}
          </Text>
        )}
      </Table.Td>
      <Table.Td>
        <FlowRowMenu flow={flow} />
      </Table.Td>
    </Table.Tr>
  );
}

/** A flow that never ran has no numbers: that is not the same as nobody. */
function Count({ flow, count }: { flow: FlowSummary; count: number }) {
  const { i18n } = useTranslation("flow");
  if (flow.current_version == null) return "—";
  return new Intl.NumberFormat(i18n.language).format(count);
}

function ProblemCount({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation("flow");
  if (flow.state === "archived") return "—";
  const { errors, warnings } = flow;
  if (errors + warnings === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {t("problems.none")}
      </Text>
    );
  }
  const Icon = errors > 0 ? IconExclamationCircle : IconAlertTriangle;
  return (
    <Badge
      miw="max-content"
      variant="outline"
      tt="none"
      fw={500}
      color={errors > 0 ? "red" : "yellow"}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={12} aria-hidden />}
    >
      {t("problems.count", { count: errors + warnings })}
    </Badge>
  );
}
