/** All segments: how many people are in each, and what puts them there. */

import { Stack, Table, Text } from "@mantine/core";
import { IconFilter, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { short } from "@/app/shared/foreign";
import { Listing } from "@/app/shared/Listing";
import { ButtonLink, TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { Waiting } from "@/features/preparing/Waiting";
import { useRuleSentence } from "@/features/rule/useRuleSentence";
import { type Segment, segmentsQuery } from "./queries";

export default function SegmentsPage() {
  const { t } = useTranslation("segments");
  const segments = useQuery(segmentsQuery);
  const mayEdit = useMay("editFlows");
  const create = mayEdit && (
    <ButtonLink to="/segments/new" leftSection={<IconPlus size={16} aria-hidden />}>
      {t("list.new")}
    </ButtonLink>
  );
  return (
    <Page title={t("app:sections.segments")} about={t("list.about")} actions={create}>
      <Shown query={segments}>
        {({ items }) => (
          <Stack>
            <Waiting kind="segment" isPublished={(id) => items.some((one) => one.id === id)} />
            {items.length === 0 ? (
              <Empty icon={IconFilter} title={t("list.empty")} action={create}>
                {t("list.emptyText")}
              </Empty>
            ) : (
              <Segments items={items} />
            )}
          </Stack>
        )}
      </Shown>
    </Page>
  );
}

function Segments({ items }: { items: readonly Segment[] }) {
  const { t } = useTranslation("segments");
  const sentence = useRuleSentence(items);
  return (
    <Listing
      minWidth={560}
      headings={[t("list.segment"), { label: t("list.members"), right: true }, t("list.changed")]}
    >
      {items.map((segment) => (
        <Table.Tr key={segment.id}>
          <Table.Td>
            <Stack gap={2}>
              <TextLink
                to="/segments/$segment"
                params={{ segment: segment.id }}
                fw={500}
                c="var(--mantine-color-text)"
              >
                <Name>{segment.name}</Name>
              </TextLink>
              <Text size="sm" c="dimmed" maw={680}>
                {short(sentence(segment.rule), 400)}
              </Text>
            </Stack>
          </Table.Td>
          <Table.Td ta="right" fw={600}>
            {segment.members}
          </Table.Td>
          <Table.Td>
            <When at={segment.updated_at} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listing>
  );
}
