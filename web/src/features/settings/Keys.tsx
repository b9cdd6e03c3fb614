/** Keys with which programs use the API or send events. */
import { Badge, Button, Code, Group, Stack, Table, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import type { Role } from "@/api/team";
import { Dialog, FormDialog } from "@/app/shared/Dialog";
import { short } from "@/app/shared/foreign";
import { Listing } from "@/app/shared/Listing";
import { Name } from "@/app/shared/Name";
import { ShownOnce } from "@/app/shared/ShownOnce";
import { Shown } from "@/app/shared/states";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { keysQuery } from "./queries";
import { RoleField } from "./RoleField";

export default function Keys() {
  const { t } = useTranslation("settings");
  const keys = useQuery(keysQuery);
  const [creating, setCreating] = useState(false);
  return (
    <Stack>
      <Group justify="space-between">
        <Text c="dimmed" maw={640}>
          {t("keys.about")}
        </Text>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
          {t("keys.new")}
        </Button>
      </Group>
      <Shown query={keys}>
        {({ items }) => (
          <Listing
            headings={[
              t("keys.name"),
              t("keys.key"),
              t("keys.opens"),
              t("keys.made"),
              { label: t("team.actions"), hidden: true },
            ]}
          >
            {items.map((key) => (
              <KeyRow key={key.id} row={key} />
            ))}
          </Listing>
        )}
      </Shown>
      {creating && <NewKey onClose={() => setCreating(false)} />}
    </Stack>
  );
}

function KeyRow({ row }: { row: Schemas["KeyResponse"] }) {
  const { t } = useTranslation("settings");
  const ask = useAsk();
  const revoke = useWrite({
    send: () => read(api.DELETE("/api/v1/keys/{id}", { params: { path: { id: row.id } } })),
    touches: ["keys", "sources"],
    done: () => t("keys.revoked", { name: short(row.name) }),
  });
  return (
    <Table.Tr>
      <Table.Td fw={500}>
        <Name>{row.name}</Name>
      </Table.Td>
      <Table.Td>
        <Code>{row.prefix}…</Code>
      </Table.Td>
      <Table.Td>
        {row.role ? t("keys.api", { role: t(`app:roles.${row.role}`) }) : t("keys.events")}
      </Table.Td>
      <Table.Td>
        <When at={row.created_at} />
      </Table.Td>
      <Table.Td ta="right">
        {row.revoked_at ? (
          <Badge variant="default">{t("keys.isRevoked")}</Badge>
        ) : (
          <Button
            variant="default"
            size="xs"
            loading={revoke.isPending}
            aria-label={t("keys.revokeKey", { name: short(row.name) })}
            onClick={() =>
              ask({
                title: t("keys.revokeTitle", { name: short(row.name) }),
                text: t("keys.revokeText"),
                verb: t("keys.revoke"),
                onYes: () => revoke.mutate(),
              })
            }
          >
            {t("keys.revoke")}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function NewKey({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const form = useForm({ initialValues: { name: "", role: "viewer" as Role } });
  const create = useWrite({
    send: (body: { name: string; role: Role }) => read(api.POST("/api/v1/keys", { body })),
    touches: ["keys"],
  });
  if (create.data) {
    const { name, key } = create.data;
    return (
      <Dialog title={t("keys.new")} onClose={onClose}>
        <ShownOnce label={name} secret={key} warning={t("keys.once")} onKept={onClose} />
      </Dialog>
    );
  }
  return (
    <FormDialog
      title={t("keys.new")}
      verb={t("keys.create")}
      pending={create.isPending}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        label={t("app:fields.name")}
        description={t("keys.nameHelp")}
        required
        data-autofocus
        {...form.getInputProps("name")}
      />
      <RoleField {...form.getInputProps("role")} />
    </FormDialog>
  );
}
