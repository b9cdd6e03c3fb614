/** Somebody who is not known yet. */
import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { FormDialog } from "@/app/shared/Dialog";
import { useWrite } from "@/app/shared/useWrite";

export function NewContact({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("contacts");
  const navigate = useNavigate();
  const form = useForm({ initialValues: { email: "", name: "" } });
  const create = useWrite({
    send: ({ email, name }: { email: string; name: string }) =>
      read(
        api.POST("/api/v1/contacts", {
          body: { email, properties: (name === "" ? {} : { name }) as Record<string, never> },
        }),
      ),
    touches: ["contacts"],
    after: (made) => {
      onClose();
      const id = "id" in made ? made.id : made.contact;
      if (id) void navigate({ to: "/contacts/$contact", params: { contact: id } });
    },
  });
  return (
    <FormDialog
      title={t("new.title")}
      verb={t("new.verb")}
      pending={create.isPending}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
      <TextInput
        label={t("app:fields.email")}
        type="email"
        required
        data-autofocus
        {...form.getInputProps("email")}
      />
      <TextInput label={t("new.name")} {...form.getInputProps("name")} />
    </FormDialog>
  );
}
