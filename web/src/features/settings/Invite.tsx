/** Invites somebody: Runnel makes a one-time link, and the admin hands it over. */
import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import type { Role } from "@/api/team";
import { Dialog, FormDialog } from "@/app/shared/Dialog";
import { ShownOnce } from "@/app/shared/ShownOnce";
import { useWrite } from "@/app/shared/useWrite";
import { RoleField } from "./RoleField";

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
    <FormDialog
      title={t("team.invite")}
      verb={t("team.makeLink")}
      pending={invite.isPending}
      onSubmit={form.onSubmit((values) => invite.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        label={t("app:fields.email")}
        type="email"
        required
        data-autofocus
        {...form.getInputProps("email")}
      />
      <RoleField {...form.getInputProps("role")} />
    </FormDialog>
  );
}

type LinkProps = { name: string; link: string; onClose: () => void };

export function LinkDialog({ name, link, onClose }: LinkProps) {
  const { t } = useTranslation("settings");
  return (
    <Dialog title={t("team.linkFor", { name })} onClose={onClose}>
      <Text>{t("team.linkText")}</Text>
      <ShownOnce
        label={t("team.link")}
        secret={link}
        warning={t("team.linkOnce")}
        onKept={onClose}
      />
    </Dialog>
  );
}
