/** Who is in a step now, or ended there. */
import { Anchor, Drawer, SegmentedControl, Stack, Table, Text } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { api, read } from "@/api/client";
import { TextLink } from "@/app/shared/links";
import { More } from "@/app/shared/More";
import { pagesOf } from "@/app/shared/pages";
import { Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { useEditor, useFlow } from "../canvas/context";
import { nodeOf } from "../model/graph";
import { stepTitle } from "../words/words";

interface Props {
  readonly flow: string;
  readonly node: string;
  readonly onClose: () => void;
}

const enrolmentsQuery = (id: string, node: string, active: boolean) =>
  pagesOf([`flow:${id}`, "enrolments", node, active], (cursor) =>
    read(
      api.GET("/api/v1/flows/{id}/enrolments", {
        params: { path: { id }, query: { node, active, ...(cursor ? { cursor } : {}) } },
      }),
    ),
  );

export function People({ flow, node, onClose }: Props) {
  const { speech } = useFlow();
  const { t } = speech;
  const [active, setActive] = useState(true);
  const step = useEditor((state) => nodeOf(state.document, node));
  const kinds = useEditor((state) => state.kinds);
  const query = useInfiniteQuery(enrolmentsQuery(flow, node, active));
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
          value={active ? "now" : "ended"}
          data={["now", "ended"].map((value) => ({ value, label: t(`people.${value}`) }))}
          onChange={(value) => setActive(value === "now")}
        />
        <Shown query={query}>
          {(rows) =>
            rows.length === 0 ? (
              <Text c="dimmed">{t(active ? "people.nobodyNow" : "people.nobodyEnded")}</Text>
            ) : (
              <Table>
                <Table.Thead>
                  <Table.Tr>
                    <Table.Th>{t("people.contact")}</Table.Th>
                    <Table.Th>{t("people.entered")}</Table.Th>
                    <Table.Th>{t(active ? "people.until" : "people.ended")}</Table.Th>
                    <Table.Th aria-label={t("mode.path")} />
                  </Table.Tr>
                </Table.Thead>
                <Table.Tbody>
                  {rows.map((row) => (
                    <Table.Tr key={row.id}>
                      <Table.Td>
                        <ContactLink id={row.contact} />
                      </Table.Td>
                      <Table.Td>
                        <When at={row.entered_at} />
                      </Table.Td>
                      <Table.Td>
                        {active ? (
                          <When at={row.due} never={t("people.open")} />
                        ) : (
                          <When at={row.ended_at} />
                        )}
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
            )
          }
        </Shown>
        <More query={query} />
      </Stack>
    </Drawer>
  );
}

function ContactLink({ id }: { id: string }) {
  const { data } = useQuery({
    queryKey: ["contacts", id],
    queryFn: () => read(api.GET("/api/v1/contacts/{id}", { params: { path: { id } } })),
  });
  return (
    <Anchor component={Link} to={`/contacts/${id}` as never}>
      {data?.name ?? data?.email ?? id}
    </Anchor>
  );
}
