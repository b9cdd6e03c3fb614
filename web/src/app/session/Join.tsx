/**
 * A one-time link: it makes the first admin, lets somebody in who was invited, or sets a new
 * password. The token stands in the fragment, which browsers send to nobody.
 */
import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import type { Invitation } from "@/api/team";
import { Failed, Shown } from "../shared/states";
import { Door } from "./Door";
import { useAdopt } from "./session";

export default function Join() {
  const { t } = useTranslation();
  const token = useLocation({ select: (location) => location.hash });
  const invitation = useQuery({
    queryKey: ["join", token],
    queryFn: () =>
      read(api.GET("/api/v1/session/join/{token}", { params: { path: { token: token || "-" } } })),
    retry: false,
  });
  const kind = invitation.data?.kind ?? "invitation";
  return (
    <Door title={t(`join.${kind}.title`)} about={t(`join.${kind}.about`)}>
      <Shown query={invitation} rows={3}>
        {(data) => <Form token={token} invitation={data} />}
      </Shown>
    </Door>
  );
}

function Form({ token, invitation }: { token: string; invitation: Invitation }) {
  const { t } = useTranslation();
  const shortest = invitation.password_length_min;
  const navigate = useNavigate();
  const adopt = useAdopt();
  const form = useForm({
    initialValues: { name: invitation.name ?? "", email: invitation.email ?? "", password: "" },
    validate: {
      password: (password) =>
        password.length < shortest ? t("join.tooShort", { count: shortest }) : null,
    },
  });
  const join = useMutation({
    mutationFn: (values: { name: string; email: string; password: string }) =>
      read(api.POST("/api/v1/session/join", { body: { token, ...values } })),
    onSuccess: (session) => {
      adopt(session);
      void navigate({ to: "/", replace: true });
    },
  });
  const reset = invitation.kind === "reset";
  return (
    <form onSubmit={form.onSubmit((values) => join.mutate(values))}>
      <Stack gap="md">
        {join.error && <Failed error={join.error} />}
        {!reset && (
          <TextInput
            label={t("fields.yourName")}
            autoComplete="name"
            required
            {...form.getInputProps("name")}
          />
        )}
        <TextInput
          label={t("fields.email")}
          type="email"
          autoComplete="username"
          required
          readOnly={Boolean(invitation.email)}
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("fields.newPassword")}
          description={t("join.password", { count: shortest })}
          autoComplete="new-password"
          required
          visibilityToggleButtonProps={{ "aria-label": t("fields.showPassword") }}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={join.isPending}>
          {t(`join.${invitation.kind}.verb`)}
        </Button>
      </Stack>
    </form>
  );
}
