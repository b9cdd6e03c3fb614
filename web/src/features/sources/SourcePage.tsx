/** One source: what arrived, what was refused and why, its keys, how to connect it. */

import { Code, Group, SimpleGrid, Stack, Table, Text } from "@mantine/core";
import { IconCircleCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";
import { Card } from "@/app/shared/Card";
import { Listing } from "@/app/shared/Listing";
import { LongText } from "@/app/shared/LongText";
import { TextLink } from "@/app/shared/links";
import { Page } from "@/app/shared/Page";
import { Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { keysQuery } from "@/features/settings/queries";
import { sourceQuery } from "./queries";
import { Setup } from "./Setup";
import { Stream } from "./Stream";
import { WebhookSecret } from "./WebhookSecret";

export default function SourcePage() {
  const { t } = useTranslation("sources");
  const { source: id } = useParams({ from: "/inside/sources/$source" });
  const source = useQuery(sourceQuery(id));
  return (
    <Page
      title={source.data?.name ?? t("app:sections.sources")}
      about={source.data && t(`kinds.${source.data.kind}.about`)}
      crumbs={<TextLink to="/sources">{t("app:sections.sources")}</TextLink>}
    >
      <Shown query={source}>
        {(data) => (
          <Stack>
            <Numbers source={data} />
            <Stream source={id} />
            <Refusals refusals={data.refusals} />
            <Keys source={id} />
            <Card title={t("setup.title")}>
              <Setup kind={data.kind} />
            </Card>
            <WebhookSecret />
          </Stack>
        )}
      </Shown>
    </Page>
  );
}

function Numbers({ source }: { source: Schemas["SourceDetailResponse"] }) {
  const { t, i18n } = useTranslation("sources");
  const number = new Intl.NumberFormat(i18n.language);
  const refused = source.refusals.reduce((sum, refusal) => sum + refusal.count, 0);
  const shown = [
    [t("accepted"), number.format(source.accepted)],
    [t("refused"), number.format(refused)],
    [t("duplicates"), number.format(source.duplicates)],
  ];
  return (
    <Card title={t("arrived")}>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {shown.map(([label, value]) => (
          <div key={label}>
            <Text fz={24} fw={600} className="numbers">
              {value}
            </Text>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
          </div>
        ))}
        <div>
          <Text fz={24} fw={600}>
            <When at={source.last_at} />
          </Text>
          <Text size="sm" c="dimmed">
            {t("last")}
          </Text>
        </div>
      </SimpleGrid>
    </Card>
  );
}

function Refusals({ refusals }: { refusals: Schemas["RefusalResponse"][] }) {
  const { t } = useTranslation("sources");
  return (
    <Card title={t("refusals.title")}>
      {refusals.length === 0 ? (
        <Group gap="xs">
          <IconCircleCheck size={18} aria-hidden />
          <Text>{t("refusals.none")}</Text>
        </Group>
      ) : (
        <Listing
          minWidth={480}
          headings={[
            t("refusals.reason"),
            { label: t("refusals.count"), right: true },
            t("refusals.last"),
          ]}
        >
          {refusals.map((refusal) => (
            <Table.Tr key={refusal.code}>
              <Table.Td>
                <Text fw={500}>{refusal.code.replaceAll("_", " ")}</Text>
                <Code>
                  <LongText text={refusal.sample} />
                </Code>
              </Table.Td>
              <Table.Td ta="right">{refusal.count}</Table.Td>
              <Table.Td>
                <When at={refusal.last_at} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Listing>
      )}
    </Card>
  );
}

function Keys({ source }: { source: string }) {
  const { t } = useTranslation("sources");
  const keys = useQuery(keysQuery);
  return (
    <Card title={t("keys.title")}>
      <Shown query={keys} rows={1}>
        {({ items }) => (
          <Stack gap="xs">
            {items
              .filter((key) => key.source === source && !key.revoked_at)
              .map((key) => (
                <Group key={key.id} gap="sm">
                  <Code>{key.prefix}…</Code>
                  <Text size="sm" c="dimmed">
                    {t("keys.made")} <When at={key.created_at} />
                  </Text>
                </Group>
              ))}
            <Text size="sm" c="dimmed">
              {t("keys.about")}
            </Text>
          </Stack>
        )}
      </Shown>
    </Card>
  );
}
