/** Who is signed in; how the app looks and speaks to them; the way out. */

import { Avatar, Menu, Text, UnstyledButton, useMantineColorScheme } from "@mantine/core";
import {
  IconCheck,
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
  const chosen = <IconCheck size={14} aria-hidden />;
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
        {THEMES.map(({ id, icon: Sign }) => (
          <Menu.Item
            key={id}
            role="menuitemradio"
            aria-checked={colorScheme === id}
            closeMenuOnClick={false}
            leftSection={<Sign size={16} aria-hidden />}
            rightSection={colorScheme === id && chosen}
            onClick={() => {
              setColorScheme(id);
              remember.mutate({ theme: id });
            }}
          >
            {t(`themes.${id}`)}
          </Menu.Item>
        ))}
        <Menu.Label>{t("shell.language")}</Menu.Label>
        {Object.entries(LANGUAGES).map(([id, name]) => (
          <Menu.Item
            key={id}
            role="menuitemradio"
            aria-checked={i18n.language === id}
            lang={id}
            rightSection={i18n.language === id && chosen}
            onClick={() => {
              void speak(id as Language);
              remember.mutate({ language: id });
            }}
          >
            {name}
          </Menu.Item>
        ))}
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
