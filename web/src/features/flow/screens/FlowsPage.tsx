/** All flows: how each stands, how many entered and wait inside, what is wrong, when it last changed. */
import "../flow.css";
import {
  Anchor,
  Badge,
  Button,
  Group,
  Modal,
  Skeleton,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import {
  IconAlertTriangle,
  IconExclamationCircle,
  IconLayoutGrid,
  IconPlus,
  IconRoute,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { useMay } from "@/app/session/session";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { emptyFlow, type FlowDocument, idFrom, readFlow } from "../model/document";
import { roleOf } from "../model/kinds";
import {
  createFlow,
  diagnosticsQuery,
  type FlowSummary,
  flowQuery,
  kindsQuery,
  numbersQuery,
} from "../queries";
import { Gallery } from "./Gallery";
import { StateBadge } from "./StateBadge";

export default function FlowsPage() {
  const { t } = useTranslation("flow");
  const mayEdit = useMay("editFlows");
  const query = useQuery(flowsQuery);
  const [asks, setAsks] = useState<"name" | "gallery" | null>(null);
  const create = useCreate(query.data?.items ?? []);
  const actions = mayEdit && (
    <>
      <Button
        variant="default"
        leftSection={<IconLayoutGrid size={16} aria-hidden />}
        onClick={() => setAsks("gallery")}
      >
        {t("list.gallery")}
      </Button>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAsks("name")}>
        {t("list.new")}
      </Button>
    </>
  );
  return (
    <Page title={t("list.title")} about={t("list.about")} actions={actions}>
      <Shown query={query}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconRoute} title={t("list.emptyTitle")} action={<Group>{actions}</Group>}>
              {t("list.emptyText")}
            </Empty>
          ) : (
            <FlowTable flows={items} />
          )
        }
      </Shown>
      {asks === "name" && (
        <NameFlow
          onClose={() => setAsks(null)}
          onName={(name) => create.mutate((id) => emptyFlow(id(name), name))}
        />
      )}
      {asks === "gallery" && (
        <Gallery
          onClose={() => setAsks(null)}
          onUse={({ flow }) => create.mutate((id) => ({ ...readFlow(flow), id: id(flow.name) }))}
        />
      )}
    </Page>
  );
}

/** Makes a flow under an id that is free, and opens it. */
function useCreate(flows: readonly FlowSummary[]) {
  const navigate = useNavigate();
  const taken = (id: string) => flows.some((flow) => flow.id === id);
  return useWrite<(id: (name: string) => string) => FlowDocument, { id: string }>({
    send: (make) => createFlow(make((name) => idFrom(name, taken))),
    touches: ["flows"],
    after: ({ id }) => void navigate({ to: "/flows/$flow", params: { flow: id } }),
  });
}

function NameFlow({ onName, onClose }: { onName: (name: string) => void; onClose: () => void }) {
  const { t } = useTranslation("flow");
  const [name, setName] = useState("");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("list.new")}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim()) onName(name.trim());
        }}
      >
        <Stack>
          <TextInput
            data-autofocus
            label={t("list.name")}
            description={t("list.nameHelp")}
            placeholder={t("list.nameExample")}
            value={name}
            maxLength={200}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Group justify="end">
            <Button variant="default" onClick={onClose}>
              {t("cancel")}
            </Button>
            <Button type="submit" disabled={!name.trim()}>
              {t("list.create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function FlowTable({ flows }: { flows: readonly FlowSummary[] }) {
  const { t } = useTranslation("flow");
  return (
    <Table.ScrollContainer minWidth={640}>
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("list.flow")}</Table.Th>
            <Table.Th>{t("list.state")}</Table.Th>
            <Table.Th ta="right">{t("list.entered")}</Table.Th>
            <Table.Th ta="right">{t("list.inside")}</Table.Th>
            <Table.Th>{t("list.problems")}</Table.Th>
            <Table.Th>{t("list.changed")}</Table.Th>
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
  const counts = useCounts(flow);
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor component={Link} to="/flows/$flow" params={{ flow: flow.id } as never} fw={600}>
          {flow.name}
        </Anchor>
      </Table.Td>
      <Table.Td>
        <StateBadge state={flow.state} />
      </Table.Td>
      <Table.Td ta="right">
        <Count flow={flow} count={counts?.entered} />
      </Table.Td>
      <Table.Td ta="right">
        <Count flow={flow} count={counts?.inside} />
      </Table.Td>
      <Table.Td>
        <ProblemCount flow={flow} />
      </Table.Td>
      <Table.Td>
        <When at={flow.updated_at} c="dimmed" />
      </Table.Td>
    </Table.Tr>
  );
}

function Count({ flow, count }: { flow: FlowSummary; count: number | undefined }) {
  const { i18n } = useTranslation("flow");
  if (flow.current_version == null) return "—";
  if (count === undefined) return <Skeleton h={14} w={32} ml="auto" />;
  return new Intl.NumberFormat(i18n.language).format(count);
}

function useCounts(flow: FlowSummary): { entered: number; inside: number } | undefined {
  const version = flow.current_version ?? undefined;
  const numbers = useQuery({
    ...numbersQuery(flow.id, version),
    enabled: version !== undefined,
  }).data;
  const kinds = useQuery(kindsQuery).data;
  const draft = useQuery({
    ...flowQuery(flow.id),
    enabled: version !== undefined,
    refetchInterval: false,
  }).data;
  if (!numbers || !kinds || !draft) return undefined;
  const triggers = new Set(
    readFlow(draft.draft)
      .nodes.filter((node) => roleOf(kinds, node) === "trigger")
      .map((node) => node.id),
  );
  const sum = (counts: number[]) => counts.reduce((total, count) => total + count, 0);
  return {
    entered: sum(
      numbers.nodes.filter((node) => triggers.has(node.node)).map((node) => node.entered),
    ),
    inside: sum(numbers.nodes.map((node) => node.inside)),
  };
}

function ProblemCount({ flow }: { flow: FlowSummary }) {
  const { t } = useTranslation("flow");
  const { data } = useQuery({
    ...diagnosticsQuery(flow.id, flow.draft_version),
    enabled: flow.state !== "archived",
  });
  if (!data || data.diagnostics.length === 0) {
    return (
      <Text span size="sm" c="dimmed">
        {data ? t("problems.none") : "—"}
      </Text>
    );
  }
  const errors = data.diagnostics.filter((one) => one.severity === "error").length;
  const Icon = errors > 0 ? IconExclamationCircle : IconAlertTriangle;
  return (
    <Badge
      variant="outline"
      tt="none"
      fw={500}
      color={errors > 0 ? "red" : "yellow"}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={12} aria-hidden />}
    >
      {t("problems.count", { count: data.diagnostics.length })}
    </Badge>
  );
}
