/** Points by hand. The reason is asked for, because the receipt will show it. */
import { Autocomplete, Button, Group, Modal, NumberInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useWrite } from "@/app/shared/useWrite";
import type { Contact } from "./queries";

type Props = { contact: Contact; opened: boolean; onClose: () => void };

export function GivePoints({ contact, opened, onClose }: Props) {
  const { t } = useTranslation("contacts");
  const form = useForm({
    initialValues: { points: 5 as number | string, category: "", reason: "" },
    validate: {
      points: (points) => (Number(points) === 0 ? t("points.notZero") : null),
    },
  });
  const give = useWrite({
    send: ({ points, category, reason }: typeof form.values) =>
      read(
        api.POST("/api/v1/contacts/{id}/score", {
          params: { path: { id: contact.id } },
          body: { points: Number(points), category: category || null, reason },
        }),
      ),
    touches: ["contacts"],
    done: () => t("points.given", { name: contact.name }),
    after: () => {
      form.reset();
      onClose();
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("points.title", { name: contact.name })}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      <form onSubmit={form.onSubmit((values) => give.mutate(values))}>
        <Stack>
          <NumberInput
            label={t("points.points")}
            description={t("points.pointsHelp")}
            required
            allowDecimal={false}
            data-autofocus
            {...form.getInputProps("points")}
          />
          <Autocomplete
            label={t("points.category")}
            description={t("points.categoryHelp")}
            data={Object.keys(contact.scores)}
            {...form.getInputProps("category")}
          />
          <TextInput
            label={t("points.reason")}
            description={t("points.reasonHelp")}
            required
            {...form.getInputProps("reason")}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("app:actions.cancel")}
            </Button>
            <Button type="submit" loading={give.isPending}>
              {t("points.verb")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
