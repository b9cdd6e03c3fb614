/** The company that a contact works for: shown, changed and taken away. */
import { ActionIcon, Box, Group, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
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
        <Group gap="xs" wrap="nowrap">
          <Box flex={1}>
            <CompanySelect
              value={company?.id}
              placeholder={t("company.choose")}
              clearable={false}
              disabled={change.isPending}
              onChange={(next) => next && next !== company?.id && change.mutate({ company: next })}
            />
          </Box>
          {company && (
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              aria-label={t("company.leave")}
              title={t("company.leave")}
              disabled={change.isPending}
              onClick={() => change.mutate({ company: null })}
            >
              <IconX size={16} />
            </ActionIcon>
          )}
        </Group>
      ) : (
        <Text c={company ? undefined : "dimmed"}>
          {company ? <Name>{company.name}</Name> : t("company.none")}
        </Text>
      )}
    </Card>
  );
}
