/** The flows by name and state. */

import { Badge, Table } from "@mantine/core";
import { IconRoute } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { TextLink } from "@/app/shared/links";
import { flowsQuery } from "./flows-query";
import { Page } from "./shared/Page";
import { Empty, Shown } from "./shared/states";
import { When } from "./shared/When";

export default function FlowsList() {
  const { t } = useTranslation();
  const flows = useQuery(flowsQuery);
  return (
    <Page title={t("sections.flows")}>
      <Shown query={flows}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconRoute} title={t("sections.flows")} />
          ) : (
            <Table bg="var(--runnel-raised)">
              <Table.Tbody>
                {items.map((flow) => (
                  <Table.Tr key={flow.id}>
                    <Table.Td>
                      <TextLink to="/flows/$flow" params={{ flow: flow.id }}>
                        {flow.name}
                      </TextLink>
                    </Table.Td>
                    <Table.Td>
                      <Badge variant="default">{flow.state}</Badge>
                    </Table.Td>
                    <Table.Td>
                      <When at={flow.updated_at} />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )
        }
      </Shown>
    </Page>
  );
}
