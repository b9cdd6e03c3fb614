/** The company that a contact works for: shown, changed and taken away. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { TextLink } from "@/app/shared/links";
import { Name } from "@/app/shared/Name";
import { CompanySelect } from "@/features/companies/CompanySelect";
import type { Contact } from "./queries";
import { useChangeContact } from "./useChangeContact";

export function CompanyCard({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact(contact);
  const mayEdit = useMay("editContacts");
  const { company } = contact;
  return (
    <Card
      title={t("company.title")}
      action={
        company && (
          <TextLink to="/companies/$company" params={{ company: company.id }}>
            {t("company.open")}
          </TextLink>
        )
      }
    >
      {mayEdit ? (
        <CompanySelect
          value={company?.id}
          placeholder={t("company.choose")}
          disabled={change.isPending}
          onChange={(next) => next !== company?.id && change.mutate({ company: next ?? null })}
        />
      ) : (
        <Text c={company ? undefined : "dimmed"}>
          {company ? <Name>{company.name}</Name> : t("company.none")}
        </Text>
      )}
    </Card>
  );
}
