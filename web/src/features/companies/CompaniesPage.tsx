/** All companies, found by name; those first of which something was last changed. */
import { Button, Stack, Table, Text } from "@mantine/core";
import { IconBuilding, IconPlus } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Listed } from "@/app/shared/Listed";
import { Listing } from "@/app/shared/Listing";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { SearchField } from "@/app/shared/SearchField";
import { Empty } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { NewCompany } from "./NewCompany";
import { type Company, companiesQuery } from "./queries";

export default function CompaniesPage() {
  const { t } = useTranslation("companies");
  const search = useSearch({ from: "/inside/companies" });
  const companies = useInfiniteQuery({
    ...companiesQuery(search),
    placeholderData: (shown) => shown,
  });
  const narrowed = search.search !== undefined;
  return (
    <Page title={t("app:sections.companies")} about={t("about")} actions={<NewButton />}>
      <Stack>
        <Narrowing />
        <Listed
          query={companies}
          empty={
            <Empty icon={IconBuilding} title={t(narrowed ? "noMatch" : "empty")}>
              {t(narrowed ? "noMatchText" : "emptyText")}
            </Empty>
          }
        >
          {(items) => <Companies items={items} />}
        </Listed>
      </Stack>
    </Page>
  );
}

function NewButton() {
  const { t } = useTranslation("companies");
  const [creating, setCreating] = useState(false);
  if (!useMay("editContacts")) return null;
  return (
    <>
      <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
        {t("new.open")}
      </Button>
      {creating && <NewCompany onClose={() => setCreating(false)} />}
    </>
  );
}

function Narrowing() {
  const { t } = useTranslation("companies");
  const { search } = useSearch({ from: "/inside/companies" });
  const navigate = useNavigate({ from: "/companies" });
  return (
    <search>
      <SearchField
        label={t("search")}
        value={search}
        onChange={(text) => void navigate({ search: { search: text }, replace: true })}
        width={280}
      />
    </search>
  );
}

function Companies({ items }: { items: readonly Company[] }) {
  const { t } = useTranslation("companies");
  return (
    <Listing
      minWidth={480}
      headings={[t("company"), { label: t("app:sections.contacts"), right: true }, t("changed")]}
    >
      {items.map((company) => (
        <Table.Tr key={company.id}>
          <Table.Td>
            <TextLink
              to="/companies/$company"
              params={{ company: company.id }}
              fw={500}
              c="var(--mantine-color-text)"
            >
              <Name>{company.name}</Name>
            </TextLink>
            {company.name !== company.key && (
              <Text size="xs" c="dimmed">
                <Name>{company.key}</Name>
              </Text>
            )}
          </Table.Td>
          <Table.Td ta="right">{company.contacts}</Table.Td>
          <Table.Td>
            <When at={company.updated_at} />
          </Table.Td>
        </Table.Tr>
      ))}
    </Listing>
  );
}
