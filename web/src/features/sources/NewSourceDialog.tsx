/** Makes a source; its key is shown this once, inside the code that uses it. */
import { Alert, Button, Group, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { IconKey } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { Copyable } from "@/app/shared/Copyable";
import { useWrite } from "@/app/shared/useWrite";
import { KINDS, type NewSource, type SourceKind } from "./queries";
import { Setup } from "./Setup";

export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("sources");
  const create = useWrite({
    send: (body: { name: string; kind: SourceKind }) => read(api.POST("/api/v1/sources", { body })),
    touches: ["sources", "keys"],
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={create.data ? t("new.made", { name: create.data.name }) : t("new.open")}
      closeButtonProps={{ "aria-label": t("app:actions.close") }}
    >
      {create.data ? (
        <Made source={create.data} onClose={onClose} />
      ) : (
        <Form onSubmit={create.mutate} pending={create.isPending} onClose={onClose} />
      )}
    </Modal>
  );
}

type FormProps = {
  onSubmit: (values: { name: string; kind: SourceKind }) => void;
  pending: boolean;
  onClose: () => void;
};

function Form({ onSubmit, pending, onClose }: FormProps) {
  const { t } = useTranslation("sources");
  const form = useForm({ initialValues: { name: "", kind: "browser" as SourceKind } });
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        <TextInput
          label={t("app:fields.name")}
          description={t("new.nameHelp")}
          required
          data-autofocus
          {...form.getInputProps("name")}
        />
        <Radio.Group label={t("kind")} {...form.getInputProps("kind")}>
          <Stack gap="xs" mt="xs">
            {KINDS.map((kind) => (
              <Radio
                key={kind}
                value={kind}
                label={t(`kinds.${kind}.name`)}
                description={t(`kinds.${kind}.about`)}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("app:actions.cancel")}
          </Button>
          <Button type="submit" loading={pending}>
            {t("new.verb")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Made({ source, onClose }: { source: NewSource; onClose: () => void }) {
  const { t } = useTranslation("sources");
  return (
    <Stack>
      <Alert color="yellow" variant="outline" icon={<IconKey />} title={t("new.once")}>
        {t("new.onceText")}
      </Alert>
      {source.write_key && <Copyable label={t("new.key")} text={source.write_key} />}
      <Setup
        kind={source.kind}
        writeKey={source.write_key ?? undefined}
        signingKey={source.signing_key ?? undefined}
        webhookPath={source.webhook_path ?? undefined}
      />
      <Group justify="flex-end">
        <Button onClick={onClose}>{t("new.kept")}</Button>
      </Group>
    </Stack>
  );
}
