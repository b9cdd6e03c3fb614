/** Everybody, found by name, narrowed by filters, sorted by what matters today; or who is to be dropped. */
import { Button, Stack, Tabs } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Listed } from "@/app/shared/Listed";
import { Page } from "@/app/shared/Page";
import { Empty } from "@/app/shared/states";
import { ReviewCount } from "@/features/disqualifying/ReviewCount";
import { ReviewList } from "@/features/disqualifying/ReviewList";
import { ContactsTable } from "./ContactsTable";
import { Filters } from "./Filters";
import { NewContact } from "./NewContact";
import { contactsQuery } from "./queries";
import { narrows, TO_BE_DROPPED } from "./search";

const EVERYBODY = "everybody";

export default function ContactsPage() {
  const { t } = useTranslation("contacts");
  const { list: here = EVERYBODY } = useSearch({ from: "/inside/contacts" });
  const navigate = useNavigate({ from: "/contacts" });
  const [creating, setCreating] = useState(false);
  const mayEdit = useMay("editContacts");
  const show = (tab: string | null) =>
    void navigate({
      search: (now) => ({ ...now, list: tab === TO_BE_DROPPED ? TO_BE_DROPPED : undefined }),
    });
  return (
    <Page
      title={t("app:sections.contacts")}
      about={t(here === EVERYBODY ? "list.about" : "disqualifying:about")}
      actions={
        mayEdit && (
          <Button
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => setCreating(true)}
          >
            {t("list.new")}
          </Button>
        )
      }
    >
      <Tabs value={here} onChange={show}>
        <Tabs.List>
          <Tabs.Tab value={EVERYBODY}>{t("list.everybody")}</Tabs.Tab>
          <Tabs.Tab value={TO_BE_DROPPED} rightSection={<ReviewCount />}>
            {t("app:commands.toBeDropped")}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={here} pt="md">
          {here === EVERYBODY ? <Everybody /> : <ReviewList />}
        </Tabs.Panel>
      </Tabs>
      {creating && <NewContact onClose={() => setCreating(false)} />}
    </Page>
  );
}

function Everybody() {
  const { t } = useTranslation("contacts");
  const search = useSearch({ from: "/inside/contacts" });
  const contacts = useInfiniteQuery({
    ...contactsQuery(search),
    placeholderData: (shown) => shown,
  });
  const narrowed = narrows(search);
  return (
    <Stack gap="md">
      <Filters />
      <Listed
        query={contacts}
        rows={12}
        empty={
          <Empty icon={IconUsers} title={narrowed ? t("list.noMatch") : t("list.empty")}>
            {narrowed ? t("list.noMatchText") : t("list.emptyText")}
          </Empty>
        }
      >
        {(items) => <ContactsTable contacts={items} />}
      </Listed>
    </Stack>
  );
}
