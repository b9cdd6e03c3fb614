/** Settings: one's own, and those of the team for admins. */
import { Box, Tabs } from "@mantine/core";
import { Outlet, useNavigate, useRouterState } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import { Page } from "@/app/shared/Page";

const TABS = [
  { id: "profile", admin: false },
  { id: "team", admin: false },
  { id: "workspace", admin: true },
  { id: "keys", admin: true },
  { id: "audit", admin: true },
  { id: "dead-letters", admin: true },
  { id: "health", admin: false },
] as const;

export default function SettingsPage() {
  const { t } = useTranslation("settings");
  const navigate = useNavigate();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const admin = useMay("administer");
  const here = TABS.find(({ id }) => path.endsWith(`/${id}`))?.id ?? "profile";
  const offered = TABS.filter((tab) => admin || !tab.admin);
  return (
    <Page title={t("app:sections.settings")}>
      <Tabs value={here} onChange={(tab) => void navigate({ to: `/settings/${tab ?? "profile"}` })}>
        <Tabs.List>
          {offered.map(({ id }) => (
            <Tabs.Tab key={id} value={id}>
              {t(`tabs.${id}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={here}>
          <Box pt="md">
            <Outlet />
          </Box>
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
