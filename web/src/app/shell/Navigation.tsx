/** The places that the person's role has a use for. */
import { Stack } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { may, useSession } from "../session/session";
import classes from "./Shell.module.css";
import { SECTIONS } from "./sections";

export function Navigation() {
  const { t } = useTranslation();
  const { role } = useSession().user;
  const offered = SECTIONS.filter((section) => !("needs" in section) || may(role, section.needs));
  return (
    <Stack component="nav" gap={2} aria-label={t("shell.places")}>
      {offered.map(({ id, to, icon: Sign }) => (
        <Link key={id} to={to} className={classes.place}>
          <Sign size={18} stroke={1.6} aria-hidden />
          {t(`sections.${id}`)}
        </Link>
      ))}
    </Stack>
  );
}
