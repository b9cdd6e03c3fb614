/** Who is in a step now, who went on from it by which way, and whose passage ended there. */
import { Anchor, Drawer, SegmentedControl, Select, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read, type Schemas } from "@/api/client";
import { TextLink } from "@/app/shared/links";
import { More } from "@/app/shared/More";
import { pagesOf } from "@/app/shared/pages";
import { Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { useEditor, useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import { portsOf } from "../model/kinds";
import { portName, stepTitle } from "../words/words";
import { MakeSegment } from "./MakeSegment";

/** A step, or one way out of it. */
export interface Passage {
  readonly node: string;
  readonly port?: string;
}

const WHICH = ["now", "left", "ended"] as const;
type Which = (typeof WHICH)[number];

const enrolmentsQuery = (flow: string, version: number, { node, port }: Passage, which: Which) =>
  pagesOf([`flow:${flow}`, "enrolments", node, which, port, version], (cursor) => {
    const of =
      which === "left" ? { passed: node, port, version } : { node, active: which === "now" };
    const query = { ...of, ...(cursor ? { cursor } : {}) };
    return read(
      api.GET("/api/v1/flows/{id}/enrolments", { params: { path: { id: flow }, query } }),
    );
  });

interface Props extends Passage {
  readonly flow: string;
  /** The version that the numbers count. */
  readonly version: number;
  /** The days that they count, today included; absent: ever. */
  readonly days?: number | undefined;
  readonly onClose: () => void;
}

export function People({ flow, version, days, node, port: first, onClose }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const [which, setWhich] = useState<Which>(first === undefined ? "now" : "left");
  const [port, setPort] = useState(first);
  const step = useEditor((state) => nodeOf(state.document, node));
  const document = useEditor((state) => state.document);
  const kinds = useEditor((state) => state.kinds);
  const ports = step ? portsOf(document, kinds, step) : [];
  const passage = { node, ...(port ? { port } : {}) };
  const query = useInfiniteQuery(enrolmentsQuery(flow, version, passage, which));
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={520}
      title={t("people.title", { step: step ? stepTitle(speech, kinds, step) : node })}
      closeButtonProps={{ "aria-label": t("close") }}
    >
      <Stack>
        <SegmentedControl
          aria-label={t("people.which")}
          value={which}
          data={WHICH.map((value) => ({ value, label: t(`people.${value}`) }))}
          onChange={(value) => setWhich(value as Which)}
        />
        {which === "left" && ports.length > 1 && (
          <Select
            size="xs"
            clearable
            aria-label={t("people.way")}
            placeholder={t("people.anyWay")}
            data={ports.map((name) => ({ value: name, label: portName(speech, name) }))}
            value={port ?? null}
            onChange={(next) => setPort(next ?? undefined)}
          />
        )}
        {which !== "now" && (
          <Text size="sm" c="dimmed">
            {t(`people.of_${which}`, { version })}
            {days !== undefined && ` ${t("people.otherTime", { count: days })}`}
          </Text>
        )}
        <MakeSegment flow={flow} version={version} node={node} port={port} which={which} />
        <Shown query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <Text c="dimmed">{t(`people.nobody_${which}`)}</Text>
            ) : (
              <Rows rows={rows} which={which} flow={flow} onClose={onClose} />
            )
          }
        </Shown>
        <More query={query} />
      </Stack>
    </Drawer>
  );
}

interface RowsProps {
  readonly rows: readonly Schemas["FlowEnrolmentResponse"][];
  readonly which: Which;
  readonly flow: string;
  readonly onClose: () => void;
}

function Rows({ rows, which, flow, onClose }: RowsProps) {
  const { t } = useFlow().speech;
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("people.contact")}</Table.Th>
          <Table.Th>{t("people.entered")}</Table.Th>
          <Table.Th>{t(which === "now" ? "people.until" : "people.endedAt")}</Table.Th>
          <Table.Th aria-label={t("mode.path")} />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.id}>
            <Table.Td>
              <Anchor component={Link} to={`/contacts/${row.contact}` as never}>
                {row.contact_name}
              </Anchor>
            </Table.Td>
            <Table.Td>
              <When at={row.entered_at} />
            </Table.Td>
            <Table.Td>
              <When
                at={which === "now" ? row.due : row.ended_at}
                never={t(which === "now" ? "people.open" : "people.stillInside")}
              />
            </Table.Td>
            <Table.Td>
              <TextLink
                to="/flows/$flow"
                params={{ flow }}
                search={{
                  mode: "path",
                  contact: row.contact,
                  passage: row.id,
                  version: row.version,
                  step: row.node,
                }}
                onClick={onClose}
              >
                {t("people.path")}
              </TextLink>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
