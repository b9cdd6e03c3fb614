/** Stage and tags: changed where they are shown, for those who may. */
import { Badge, Group, Input, Select, TagsInput, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Name } from "@/app/shared/Name";
import { StageBadge } from "@/app/shared/StageBadge";
import type { Contact } from "./queries";
import type { Stage as StageName } from "./search";
import { useChangeContact } from "./useChangeContact";
import { useStageChoices } from "./useStageChoices";

export function Stage({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact(contact);
  const stages = useStageChoices();
  if (!useMay("editContacts")) {
    return contact.stage ? (
      <StageBadge stage={contact.stage} />
    ) : (
      <Text c="dimmed">{t("profile.noStage")}</Text>
    );
  }
  return (
    <Select
      label={t("list.stage")}
      placeholder={t("profile.noStage")}
      data={stages}
      value={contact.stage ?? null}
      disabled={change.isPending}
      onChange={(stage) => stage && change.mutate({ stage: stage as StageName })}
    />
  );
}

export function Tags({ contact }: { contact: Contact }) {
  const { t } = useTranslation("contacts");
  const change = useChangeContact(contact);
  if (!useMay("editContacts")) {
    return (
      <Input.Wrapper label={t("list.tags")} labelElement="div">
        <Group gap={4}>
          {contact.tags.map((tag) => (
            <Badge key={tag} variant="default" tt="none" fw={500}>
              <Name>{tag}</Name>
            </Badge>
          ))}
          {contact.tags.length === 0 && <Text c="dimmed">{t("profile.noTags")}</Text>}
        </Group>
      </Input.Wrapper>
    );
  }
  const save = (tags: string[]) => {
    const added = tags.filter((tag) => !contact.tags.includes(tag));
    const removed = contact.tags.filter((tag) => !tags.includes(tag));
    if (added.length + removed.length > 0) {
      change.mutate({ add_tags: added, remove_tags: removed });
    }
  };
  return (
    <TagsInput
      label={t("list.tags")}
      placeholder={t("profile.addTag")}
      value={contact.tags}
      disabled={change.isPending}
      onChange={save}
    />
  );
}
