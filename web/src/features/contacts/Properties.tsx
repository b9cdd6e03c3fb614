/** What is known about a contact or a company, by name of the property; changed where it is shown. */
import { ActionIcon, Button, Group, Text } from "@mantine/core";
import { IconPencil, IconPlus } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { short } from "@/app/shared/foreign";
import { LongText } from "@/app/shared/LongText";
import classes from "./Contacts.module.css";
import { type ChangeProperties, EditProperty } from "./EditProperty";
import { reads, type Value } from "./value";

type Props = { of: Readonly<Record<string, unknown>>; change: ChangeProperties };

export function Properties({ of, change }: Props) {
  const { t, i18n } = useTranslation("contacts");
  const [edited, setEdited] = useState<{ name: string; value?: Value }>();
  const mayEdit = useMay("editContacts");
  const properties = Object.entries(of) as [string, Value][];
  const words = { language: i18n.language, yes: t("value.yes"), no: t("value.no") };
  return (
    <Card
      title={t("properties.title")}
      action={
        mayEdit && (
          <Button
            variant="subtle"
            size="compact-sm"
            leftSection={<IconPlus size={14} aria-hidden />}
            onClick={() => setEdited({ name: "" })}
          >
            {t("properties.add")}
          </Button>
        )
      }
    >
      {properties.length === 0 && <Text c="dimmed">{t("properties.none")}</Text>}
      <dl className={classes.facts}>
        {properties.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{short(name, 60)}</dt>
            <dd>
              <Group gap={4} wrap="nowrap" justify="space-between" align="flex-start">
                <LongText text={reads(value, words)} />
                {mayEdit && (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={t("properties.edit", { name: short(name) })}
                    onClick={() => setEdited({ name, value })}
                  >
                    <IconPencil size={14} />
                  </ActionIcon>
                )}
              </Group>
            </dd>
          </div>
        ))}
      </dl>
      {edited && (
        <EditProperty property={edited} change={change} onClose={() => setEdited(undefined)} />
      )}
    </Card>
  );
}
