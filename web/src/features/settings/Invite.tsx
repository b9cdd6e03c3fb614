/** Invites somebody: Runnel makes a one-time link, and the admin hands it over. */
import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import type { Role } from "@/api/team";
import { Copyable } from "@/app/shared/Copyable";
import { useWrite } from "@/app/shared/useWrite";
import { ROLES } from "./Team";

export function Invite({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("settings");
  const form = useForm({ initialValues: { email: "", role: "marketer" as Role } });
  const invite = useWrite({
    send: (body: { email: string; role: Role }) => read(api.POST("/api/v1/users", { body })),
    touches: ["users"],
  });
  if (invite.data) {
    return <LinkDialog name={invite.data.user.email} link={invite.data.link} onClose={onClose} />;
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("team.invite")}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
        <Stack>
          <TextInput
            label={t("app:fields.email")}
            type="email"
            required
            data-autofocus
            {...form.getInputProps("email")}
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
            <Button type="submit" loading={invite.isPending}>
              {t("team.makeLink")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

type LinkProps = { name: string; link: string; onClose: () => void };

export function LinkDialog({ name, link, onClose }: LinkProps) {
  const { t } = useTranslation("settings");
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("team.linkFor", { name })}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <Stack>
        <Text>{t("team.linkText")}</Text>
        <Copyable label={t("team.link")} text={link} />
        <Alert color="yellow" variant="outline">
          {t("team.linkOnce")}
        </Alert>
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("team.copied")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
