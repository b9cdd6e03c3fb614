/** Points by hand. The reason is asked for, because the receipt will show it. */
import { Autocomplete, NumberInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { FormDialog } from "@/app/shared/Dialog";
import { useWrite } from "@/app/shared/useWrite";
import type { Contact } from "./queries";

type Props = { contact: Contact; onClose: () => void };

export function GivePoints({ contact, onClose }: Props) {
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
    after: onClose,
  });
  return (
    <FormDialog
      title={t("points.title", { name: contact.name })}
      verb={t("points.verb")}
      pending={give.isPending}
      onSubmit={form.onSubmit((values) => give.mutate(values))}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}
