/** A possible sale to a contact. */
import { Group, NumberInput, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { FormDialog } from "@/app/shared/Dialog";
import { useWrite } from "@/app/shared/useWrite";
import { pipelinesQuery } from "@/features/segments/queries";
import { money } from "./money";

const CURRENCIES = ["EUR", "USD", "GBP", "PLN", "RON", "RUB", "UAH", "CHF", "CZK", "HUF"];

type Props = { contact: { id: string; name: string }; onClose: () => void };
type Values = { name: string; stage: string; amount: number | string; currency: string };

export function NewDeal({ contact, onClose }: Props) {
  const { t } = useTranslation("deals");
  const pipelines = useQuery(pipelinesQuery).data?.items ?? [];
  const form = useForm<Values>({
    initialValues: { name: contact.name, stage: "", amount: "", currency: "EUR" },
  });
  const create = useWrite({
    send: ({ name, stage, amount, currency }: Values) => {
      const [pipeline = "", stageId = ""] = stage.split("/");
      return read(
        api.POST("/api/v1/contacts/{id}/deals", {
          params: { path: { id: contact.id } },
          body: {
            name,
            pipeline,
            stage: stageId,
            amount: amount === "" ? null : money(Number(amount), currency),
          },
        }),
      );
    },
    touches: ["deals", "contacts"],
    done: (_, { name }) => t("new.done", { deal: name }),
    after: onClose,
  });
  return (
    <FormDialog
      title={t("new.title", { name: contact.name })}
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
      <Select
        label={t("new.stage")}
        required
        data={pipelines.map((pipeline) => ({
          group: pipeline.name,
          items: pipeline.stages.map((stage) => ({
            value: `${pipeline.id}/${stage.id}`,
            label: stage.name,
          })),
        }))}
        {...form.getInputProps("stage")}
      />
      <Group grow align="flex-end">
        <NumberInput
          label={t("new.amount")}
          min={0}
          decimalScale={2}
          thousandSeparator=" "
          {...form.getInputProps("amount")}
        />
        <Select
          label={t("new.currency")}
          data={CURRENCIES}
          allowDeselect={false}
          searchable
          {...form.getInputProps("currency")}
        />
      </Group>
    </FormDialog>
  );
}
