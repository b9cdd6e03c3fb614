/** A company that is not known yet. */
import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { FormDialog } from "@/app/shared/Dialog";
import { useWrite } from "@/app/shared/useWrite";
import { TOPIC } from "./queries";

export function NewCompany({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("companies");
  const navigate = useNavigate();
  const form = useForm({ initialValues: { key: "", name: "" } });
  const create = useWrite({
    send: ({ key, name }: { key: string; name: string }) =>
      read(
        api.POST("/api/v1/companies", {
          // The description says only that properties are an object.
          body: { key: key.trim(), properties: { name } as object as Record<string, never> },
        }),
      ),
    touches: [TOPIC],
    after: ({ id }) => {
      onClose();
      void navigate({ to: "/companies/$company", params: { company: id } });
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
        label={t("app:fields.name")}
        required
        data-autofocus
        {...form.getInputProps("name")}
      />
      <TextInput
        label={t("new.key")}
        description={t("new.keyHelp")}
        required
        {...form.getInputProps("key")}
      />
    </FormDialog>
  );
}
