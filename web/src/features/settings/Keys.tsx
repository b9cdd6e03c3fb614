/** Keys with which programs use the API or send events. */
import {
  Alert,
  Badge,
  Button,
  Code,
  Group,
  Modal,
  Select,
  Stack,
  Table,
  Text,
  TextInput,
} from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read, type Schemas } from "@/api/client";
import type { Role } from "@/api/team";
import { Copyable } from "@/app/shared/Copyable";
import { Shown } from "@/app/shared/states";
import { useAsk } from "@/app/shared/useAsk";
import { useWrite } from "@/app/shared/useWrite";
import { When } from "@/app/shared/When";
import { keysQuery } from "./queries";
import { ROLES } from "./Team";

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
          <Table.ScrollContainer minWidth={640} type="native">
            <Table bg="var(--runnel-raised)">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{t("keys.name")}</Table.Th>
                  <Table.Th>{t("keys.key")}</Table.Th>
                  <Table.Th>{t("keys.opens")}</Table.Th>
                  <Table.Th>{t("keys.made")}</Table.Th>
                  <Table.Th aria-label={t("team.actions")} />
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {items.map((key) => (
                  <KeyRow key={key.id} row={key} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
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
    done: () => t("keys.revoked", { name: row.name }),
  });
  return (
    <Table.Tr>
      <Table.Td fw={500}>{row.name}</Table.Td>
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
            aria-label={t("keys.revokeKey", { name: row.name })}
            onClick={() =>
              ask({
                title: t("keys.revokeTitle", { name: row.name }),
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
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("keys.new")}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      {create.data ? (
        <Stack>
          <Copyable label={create.data.name} text={create.data.key} />
          <Alert color="yellow" variant="outline">
            {t("keys.once")}
          </Alert>
          <Group justify="flex-end">
            <Button onClick={onClose}>{t("team.copied")}</Button>
          </Group>
        </Stack>
      ) : (
        <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
          <Stack>
            <TextInput
              label={t("app:fields.name")}
              description={t("keys.nameHelp")}
              required
              data-autofocus
              {...form.getInputProps("name")}
            />
            <Select
              label={t("team.role")}
              description={t(`team.may.${form.values.role}`)}
              data={ROLES.map((role) => ({ value: role, label: t(`app:roles.${role}`) }))}
              allowDeselect={false}
              {...form.getInputProps("role")}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("app:actions.cancel")}
              </Button>
              <Button type="submit" loading={create.isPending}>
                {t("keys.create")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}
