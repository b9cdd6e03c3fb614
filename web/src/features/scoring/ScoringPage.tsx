/** All scoring models: how many contacts each puts where. */
import { Button, Group, Menu, Stack, Table, Text } from "@mantine/core";
import { IconFileText, IconPlus, IconTable, IconTargetArrow } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Listing } from "@/app/shared/Listing";
import { ButtonLink, TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { Waiting } from "@/features/preparing/Waiting";
import { ClassBar } from "./ClassBar";
import { rowsOf } from "./edit";
import { modelsQuery } from "./queries";
import type { StoredModel } from "./types";

export default function ScoringPage() {
  const { t } = useTranslation("scoring");
  const models = useQuery(modelsQuery);
  const mayEdit = useMay("editFlows");
  const some = (models.data?.items.length ?? 0) > 0;
  return (
    <Page
      title={t("app:sections.scoring")}
      about={t("list.about")}
      actions={mayEdit && some && <NewMenu />}
    >
      <Shown query={models}>
        {({ items }) => (
          <Stack>
            <Waiting
              kind="scoring_model"
              isPublished={(id) => items.some((one) => one.id === id)}
            />
            {items.length === 0 ? (
              <Empty icon={IconTargetArrow} title={t("list.empty")} action={mayEdit && <TwoWays />}>
                {t("list.emptyText")}
              </Empty>
            ) : (
              <Models items={items} />
            )}
          </Stack>
        )}
      </Shown>
    </Page>
  );
}

function TwoWays() {
  const { t } = useTranslation("scoring");
  return (
    <Group justify="center">
      <ButtonLink
        to="/scoring/new"
        search={{ from: "table" }}
        leftSection={<IconFileText size={16} aria-hidden />}
      >
        {t("list.fromTable")}
      </ButtonLink>
      <ButtonLink
        to="/scoring/new"
        variant="default"
        leftSection={<IconTable size={16} aria-hidden />}
      >
        {t("list.fromNothing")}
      </ButtonLink>
    </Group>
  );
}

function NewMenu() {
  const { t } = useTranslation("scoring");
  const navigate = useNavigate();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconPlus size={16} aria-hidden />}>{t("list.new")}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconFileText size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/scoring/new", search: { from: "table" } })}
        >
          {t("list.fromTable")}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconTable size={16} aria-hidden />}
          onClick={() => void navigate({ to: "/scoring/new" })}
        >
          {t("list.fromNothing")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function Models({ items }: { items: readonly StoredModel[] }) {
  const { t } = useTranslation("scoring");
  return (
    <Listing minWidth={620} headings={[t("list.model"), t("list.contacts"), t("list.changed")]}>
      {items.map((model) => (
        <Table.Tr key={model.id}>
          <Table.Td>
            <TextLink
              to="/scoring/$model"
              params={{ model: model.id }}
              fw={500}
              c="var(--mantine-color-text)"
            >
              <Name>{model.name}</Name>
            </TextLink>
            <Text size="sm" c="dimmed">
              {t("list.rows", { count: rowsOf(model).length })}
            </Text>
          </Table.Td>
          <Table.Td w="50%">
            <ClassBar of={model} />
          </Table.Td>
          <Table.Td>
            <When at={model.updated_at} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listing>
  );
}
