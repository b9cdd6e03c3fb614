/** Everybody, found by name, narrowed by filters, sorted by what matters today. */
import { Button } from "@mantine/core";
import { IconPlus, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Listed } from "@/app/shared/Listed";
import { Page } from "@/app/shared/Page";
import { Empty } from "@/app/shared/states";
import { ContactsTable } from "./ContactsTable";
import { Filters } from "./Filters";
import { NewContact } from "./NewContact";
import { contactsQuery } from "./queries";
import { narrows } from "./search";

export default function ContactsPage() {
  const { t } = useTranslation("contacts");
  const search = useSearch({ from: "/inside/contacts" });
  const contacts = useInfiniteQuery({
    ...contactsQuery(search),
    placeholderData: (shown) => shown,
  });
  const [creating, setCreating] = useState(false);
  const mayEdit = useMay("editContacts");
  const narrowed = narrows(search);
  return (
    <Page
      title={t("app:sections.contacts")}
      about={t("list.about")}
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
      {creating && <NewContact onClose={() => setCreating(false)} />}
    </Page>
  );
}
