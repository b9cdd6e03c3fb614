/** One's own name and password. */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { useAdopt, useSession } from "@/app/session/session";
import { Card } from "@/app/shared/Card";
import { useWrite } from "@/app/shared/useWrite";

export default function Profile() {
  return (
    <Stack maw={520}>
      <Name />
      <Password />
    </Stack>
  );
}

function Name() {
  const { t } = useTranslation("settings");
  const { user } = useSession();
  const adopt = useAdopt();
  const form = useForm({ initialValues: { name: user.name } });
  const save = useWrite({
    send: (body: { name: string }) => read(api.PATCH("/api/v1/session", { body })),
    touches: ["users"],
    done: () => t("profile.saved"),
    after: adopt,
  });
  return (
    <Card title={t("profile.who")}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack align="flex-start">
          <TextInput label={t("app:fields.email")} value={user.email} readOnly w="100%" />
          <TextInput
            label={t("app:fields.yourName")}
            required
            w="100%"
            {...form.getInputProps("name")}
          />
          <Button type="submit" loading={save.isPending}>
            {t("app:actions.save")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}

function Password() {
  const { t } = useTranslation("settings");
  const adopt = useAdopt();
  const form = useForm({
    initialValues: { current: "", new: "" },
  });
  const save = useWrite({
    send: (password: { current: string; new: string }) =>
      read(api.PATCH("/api/v1/session", { body: { password } })),
    touches: [],
    done: () => t("profile.passwordSaved"),
    after: (session) => {
      adopt(session);
      form.reset();
    },
  });
  const eye = { "aria-label": t("app:fields.showPassword") };
  return (
    <Card title={t("profile.password")}>
      <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
        <Stack align="flex-start">
          <PasswordInput
            label={t("profile.current")}
            autoComplete="current-password"
            required
            w="100%"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps("current")}
          />
          <PasswordInput
            label={t("app:fields.newPassword")}
            description={t("profile.passwordHelp")}
            autoComplete="new-password"
            required
            w="100%"
            visibilityToggleButtonProps={eye}
            {...form.getInputProps("new")}
          />
          <Button type="submit" loading={save.isPending}>
            {t("profile.changePassword")}
          </Button>
        </Stack>
      </form>
    </Card>
  );
}
