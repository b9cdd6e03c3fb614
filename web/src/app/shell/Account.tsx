/** Who is signed in; how the app looks and speaks to them; the way out. */

import {
  Avatar,
  type MantineColorScheme,
  Menu,
  Text,
  UnstyledButton,
  useMantineColorScheme,
} from "@mantine/core";
import {
  IconDeviceDesktop,
  IconLogout,
  IconMoon,
  IconSun,
  IconUserCircle,
} from "@tabler/icons-react";
import { createLink } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { LANGUAGES, type Language, speak } from "../languages/languages";
import { useRemember, useSession, useSignOut } from "../session/session";
import classes from "./Shell.module.css";

const MenuLink = createLink(Menu.Item<"a">);

const THEMES = [
  { id: "light", icon: IconSun },
  { id: "dark", icon: IconMoon },
  { id: "auto", icon: IconDeviceDesktop },
] as const;

export default function Account() {
  const { t, i18n } = useTranslation();
  const { user } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const remember = useRemember();
  const signOut = useSignOut();
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <Avatar name={user.name} color="gray" size={30} radius="xl" aria-hidden />
          <span style={{ minWidth: 0 }}>
            <Text truncate fw={500}>
              {user.name}
            </Text>
            <Text size="xs" c="dimmed">
              {t(`roles.${user.role}`)}
            </Text>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t("shell.look")}</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(id) => {
            const theme = id as MantineColorScheme;
            setColorScheme(theme);
            remember.mutate({ theme });
          }}
        >
          {THEMES.map(({ id, icon: Sign }) => (
            <Menu.RadioItem key={id} value={id} rightSection={<Sign size={16} aria-hidden />}>
              {t(`themes.${id}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t("shell.language")}</Menu.Label>
        <Menu.RadioGroup
          value={i18n.language}
          onChange={(id) => {
            void speak(id as Language);
            remember.mutate({ language: id });
          }}
        >
          {Object.entries(LANGUAGES).map(([id, name]) => (
            <Menu.RadioItem key={id} value={id} lang={id}>
              {name}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <MenuLink to="/settings/profile" leftSection={<IconUserCircle size={16} aria-hidden />}>
          {t("shell.profile")}
        </MenuLink>
        <Menu.Item
          leftSection={<IconLogout size={16} aria-hidden />}
          onClick={() => signOut.mutate()}
        >
          {t("shell.signOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
