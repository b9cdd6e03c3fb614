/** How to connect a source: code to copy for a client, or what to give to Calendly. */
import { Stack, Tabs, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Copyable } from "@/app/shared/Copyable";
import type { SourceKind } from "./queries";
import { clientsFor } from "./snippets";

type Props = {
  kind: SourceKind;
  /** Known only right after it was made. */
  writeKey?: string;
  signingKey?: string;
  webhookPath?: string;
};

export function Setup({ kind, writeKey, signingKey, webhookPath }: Props) {
  const { t } = useTranslation("sources");
  const host = window.location.origin;
  if (kind === "calendly") {
    return (
      <Stack gap="xs">
        <Text>{t("setup.calendly")}</Text>
        {webhookPath && <Copyable label={t("setup.url")} text={host + webhookPath} />}
        {signingKey && <Copyable label={t("setup.signingKey")} text={signingKey} />}
        <Copyable
          label={t("setup.events")}
          text={
            "invitee.created\ninvitee.canceled\ninvitee_no_show.created\nrouting_form_submission.created"
          }
        />
      </Stack>
    );
  }
  const clients = clientsFor(kind);
  const [first] = clients;
  return (
    <Stack gap="xs">
      <Text>{t("setup.clients")}</Text>
      <Tabs defaultValue={first?.id} keepMounted={false}>
        <Tabs.List mb="xs">
          {clients.map(({ id, name }) => (
            <Tabs.Tab key={id} value={id}>
              {name}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {clients.map(({ id, name, code }) => (
          <Tabs.Panel key={id} value={id}>
            <Copyable label={name} text={code(host, writeKey ?? t("setup.yourKey"))} />
          </Tabs.Panel>
        ))}
      </Tabs>
    </Stack>
  );
}
