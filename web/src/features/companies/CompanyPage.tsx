/** One company: what is known of it, changed where it is shown, and who belongs to it. */
import { Alert, Grid, Stack, Table } from "@mantine/core";
import { IconHourglass, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import { Listed } from "@/app/shared/Listed";
import { Listing } from "@/app/shared/Listing";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { Page } from "@/app/shared/Page";
import { Empty, Shown } from "@/app/shared/states";
import { When } from "@/app/shared/When";
import { Properties } from "@/features/contacts/Properties";
import { contactsQuery } from "@/features/contacts/queries";
import { type Company, companyQuery, type Details } from "./queries";
import { useChangeCompany } from "./useChangeCompany";

export default function CompanyPage() {
  const { t } = useTranslation();
  const { company: id } = useParams({ from: "/inside/companies/$company" });
  const company = useQuery(companyQuery(id));
  const crumbs = <TextLink to="/companies">{t("sections.companies")}</TextLink>;
  if (company.data === undefined) {
    return (
      <Page title={t("sections.companies")} crumbs={crumbs}>
        <Shown query={company}>{() => null}</Shown>
      </Page>
    );
  }
  return <Profile company={company.data} crumbs={crumbs} />;
}

function Profile({ company, crumbs }: { company: Details; crumbs: React.ReactNode }) {
  const change = useChangeCompany(company);
  const { name } = company;
  return (
    <Page title={name} crumbs={crumbs} about={name === company.key ? undefined : company.key}>
      <Stack>
        <Spreading behind={company.behind} />
        <Grid gap="md">
          <Grid.Col span={{ base: 12, md: 8 }}>
            <Contacts company={company} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 4 }}>
            <Properties of={company.properties} change={change} />
          </Grid.Col>
        </Grid>
      </Stack>
    </Page>
  );
}

/** Rules look at what a contact has; these do not have it yet. */
function Spreading({ behind }: { behind: number }) {
  const { t } = useTranslation("companies");
  if (behind === 0) return null;
  return (
    <Alert
      variant="light"
      p="sm"
      role="group"
      icon={<IconHourglass aria-hidden />}
      title={t("spreading.title", { count: behind })}
    >
      {t("spreading.text")}
    </Alert>
  );
}

function Contacts({ company }: { company: Company }) {
  const { t } = useTranslation("companies");
  const contacts = useInfiniteQuery(contactsQuery({ company: company.id }));
  return (
    <Card
      title={t("contacts", { count: company.contacts })}
      action={
        company.contacts > 0 && (
          <TextLink to="/contacts" search={{ company: company.id }}>
            {t("toContacts")}
          </TextLink>
        )
      }
    >
      <Listed
        query={contacts}
        empty={
          <Empty icon={IconUsers} title={t("noContacts")}>
            {t("noContactsText")}
          </Empty>
        }
      >
        {(items) => (
          <Listing
            minWidth={320}
            headings={[t("contact"), { label: t("score"), right: true }, t("seen")]}
          >
            {items.map((contact) => (
              <Table.Tr key={contact.id}>
                <Table.Td>
                  <TextLink to="/contacts/$contact" params={{ contact: contact.id }}>
                    <Name>{contact.name}</Name>
                  </TextLink>
                </Table.Td>
                <Table.Td ta="right">{contact.score}</Table.Td>
                <Table.Td>
                  <When at={contact.seen_at} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Listing>
        )}
      </Listed>
    </Card>
  );
}
