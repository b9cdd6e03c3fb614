/** Where events come from, and whether they arrive. */

import { Button, Table } from "@mantine/core";
import { IconBroadcast, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Listing } from "@/app/shared/Listing";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { NewSourceDialog } from "./NewSourceDialog";
import { sourcesQuery } from "./queries";

export default function SourcesPage() {
  const { t, i18n } = useTranslation("sources");
  const sources = useQuery(sourcesQuery);
  const [creating, setCreating] = useState(false);
  const number = new Intl.NumberFormat(i18n.language);
  const create = (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t("new.open")}
    </Button>
  );
  return (
    <Page title={t("app:sections.sources")} about={t("about")} actions={create}>
      <Shown query={sources}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty icon={IconBroadcast} title={t("empty")} action={create}>
              {t("emptyText")}
            </Empty>
          ) : (
            <Listing
              headings={[
                t("source"),
                t("kind"),
                { label: t("accepted"), right: true },
                { label: t("duplicates"), right: true },
                t("last"),
              ]}
            >
              {items.map((source) => (
                <Table.Tr key={source.id}>
                  <Table.Td>
                    <TextLink
                      to="/sources/$source"
                      params={{ source: source.id }}
                      fw={500}
                      c="var(--mantine-color-text)"
                    >
                      <Name>{source.name}</Name>
                    </TextLink>
                  </Table.Td>
                  <Table.Td>{t(`kinds.${source.kind}.name`)}</Table.Td>
                  <Table.Td ta="right">{number.format(source.accepted)}</Table.Td>
                  <Table.Td ta="right">{number.format(source.duplicates)}</Table.Td>
                  <Table.Td>
                    <When at={source.last_at} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Listing>
          )
        }
      </Shown>
      {creating && <NewSourceDialog onClose={() => setCreating(false)} />}
    </Page>
  );
}
