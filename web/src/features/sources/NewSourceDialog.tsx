/** Makes a source; its key is shown this once, inside the code that uses it. */
import { Radio, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { Dialog, FormDialog } from "@/app/shared/Dialog";
import { ShownOnce } from "@/app/shared/ShownOnce";
import { useWrite } from "@/app/shared/useWrite";
import { KINDS, type NewSource, type SourceKind } from "./queries";
import { Setup } from "./Setup";

export function NewSourceDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("sources");
  const form = useForm({ initialValues: { name: "", kind: "browser" as SourceKind } });
  const create = useWrite({
    send: (body: { name: string; kind: SourceKind }) => read(api.POST("/api/v1/sources", { body })),
    touches: ["sources", "keys"],
  });
  if (create.data) return <Made source={create.data} onClose={onClose} />;
  return (
    <FormDialog
      size="lg"
      title={t("new.open")}
      verb={t("new.verb")}
      pending={create.isPending}
      onSubmit={form.onSubmit((values) => create.mutate(values))}
      onClose={onClose}
    >
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
    </FormDialog>
  );
}

function Made({ source, onClose }: { source: NewSource; onClose: () => void }) {
  const { t } = useTranslation("sources");
  return (
    <Dialog size="lg" title={t("new.made", { name: source.name })} onClose={onClose}>
      <ShownOnce
        label={t("new.key")}
        secret={source.write_key ?? undefined}
        warning={t("new.once")}
        onKept={onClose}
      >
        <Setup
          kind={source.kind}
          writeKey={source.write_key ?? undefined}
          signingKey={source.signing_key ?? undefined}
          webhookPath={source.webhook_path ?? undefined}
        />
      </ShownOnce>
    </Dialog>
  );
}
