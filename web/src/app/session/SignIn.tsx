/** E-mail and password. Before the first person joined, it says where the set-up link is. */
import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { Failed, Loading } from "../shared/states";
import { Door } from "./Door";
import { useAdopt } from "./session";

export default function SignIn() {
  const { t } = useTranslation();
  const welcome = useQuery({
    queryKey: ["welcome"],
    queryFn: () => read(api.GET("/api/v1/session/welcome")),
  });
  if (welcome.isPending) return <Door title={t("signIn.title")} children={<Loading rows={3} />} />;
  if (welcome.data?.needs_setup) {
    return (
      <Door title={t("signIn.welcome")} about={t("signIn.setup")}>
        <Button variant="default" onClick={() => welcome.refetch()}>
          {t("signIn.setupDone")}
        </Button>
      </Door>
    );
  }
  return (
    <Door title={t("signIn.title")}>
      <Form />
    </Door>
  );
}

function Form() {
  const { t } = useTranslation();
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const adopt = useAdopt();
  const form = useForm({ initialValues: { email: "", password: "" } });
  const signIn = useMutation({
    mutationFn: (body: { email: string; password: string }) =>
      read(api.POST("/api/v1/session", { body })),
    onSuccess: (session) => {
      adopt(session);
      void navigate({ to: to ?? "/", replace: true });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => signIn.mutate(values))}>
      <Stack gap="md">
        {signIn.error && <Failed error={signIn.error} />}
        <TextInput
          label={t("fields.email")}
          type="email"
          autoComplete="username"
          required
          data-autofocus
          {...form.getInputProps("email")}
        />
        <PasswordInput
          label={t("fields.password")}
          autoComplete="current-password"
          required
          visibilityToggleButtonProps={{ "aria-label": t("fields.showPassword") }}
          {...form.getInputProps("password")}
        />
        <Button type="submit" loading={signIn.isPending}>
          {t("signIn.verb")}
        </Button>
        <Alert variant="transparent" p={0} color="gray">
          {t("signIn.forgotten")}
        </Alert>
      </Stack>
    </form>
  );
}
