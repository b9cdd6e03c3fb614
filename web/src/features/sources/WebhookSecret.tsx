/** The secret with which a receiver checks that a webhook of a flow is ours. */
import { Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { api, read } from "@/api/client";
import { Card } from "@/app/shared/Card";
import { Copyable } from "@/app/shared/Copyable";
import { Failed } from "@/app/shared/states";

export function WebhookSecret() {
  const { t } = useTranslation("sources");
  const [url, setUrl] = useState("");
  const secret = useMutation({
    mutationFn: (address: string) =>
      read(api.GET("/api/v1/webhook-secret", { params: { query: { url: address } } })),
  });
  return (
    <Card title={t("webhook.title")}>
      <Stack gap="sm">
        <Text>{t("webhook.about")}</Text>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            secret.mutate(url);
          }}
        >
          <Group align="flex-end">
            <TextInput
              label={t("webhook.url")}
              type="url"
              required
              placeholder="https://crm.example.com/hook"
              value={url}
              onChange={(event) => setUrl(event.currentTarget.value)}
              style={{ flex: 1 }}
            />
            <Button type="submit" variant="default" loading={secret.isPending}>
              {t("webhook.verb")}
            </Button>
          </Group>
        </form>
        {secret.error && <Failed error={secret.error} />}
        {secret.data && <Copyable label={secret.data.origin} text={secret.data.secret} />}
      </Stack>
    </Card>
  );
}
