/** Somebody who is not known yet. */
import { Button, Group, Modal, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";

export function NewContact({ opened, onClose }: { opened: boolean; onClose: () => void }) {
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
      form.reset();
      onClose();
      const id = "id" in made ? made.id : made.contact;
      if (id) void navigate({ to: "/contacts/$contact", params: { contact: id } });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("new.title")}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <form onSubmit={form.onSubmit((values) => create.mutate(values))}>
        <Stack>
          <TextInput
            label={t("app:fields.email")}
            type="email"
            required
            data-autofocus
            {...form.getInputProps("email")}
          />
          <TextInput label={t("app:fields.name")} {...form.getInputProps("name")} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app:actions.cancel")}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t("new.verb")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
