/** Around every page: where one can go, who is signed in, what is wrong with the connection. */
import { Box, UnstyledButton } from "@mantine/core";
import { IconMenu2, IconSearch } from "@tabler/icons-react";
import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../shared/states";
import { useChanges } from "./changes";
import { Navigation } from "./Navigation";
import { Offline } from "./Offline";
import { openCommands, useCommandsKey } from "./open-commands";
import classes from "./Shell.module.css";

const Account = lazy(() => import("./Account"));
const Commands = lazy(() => import("./Commands"));

export function Shell() {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const path = useRouterState({ select: (state) => state.location.pathname });
  const wanted = useCommandsKey();
  useChanges();
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the menu closes at each page
  useEffect(() => setOpen(false), [path]);
  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        {t("shell.skip")}
      </a>
      <UnstyledButton
        className={classes.toggle}
        aria-expanded={open}
        onClick={() => setOpen((now) => !now)}
      >
        <IconMenu2 size={20} aria-hidden />
        {t("shell.menu")}
      </UnstyledButton>
      <header className={classes.bar} data-open={open}>
        <Link to="/flows" className={classes.brand}>
          <img src="/icon.svg" alt="" width={22} height={22} />
          {t("name")}
        </Link>
        <UnstyledButton className={classes.search} onClick={openCommands}>
          <IconSearch size={15} aria-hidden />
          <span>{t("commands.open")}</span>
          <kbd aria-hidden>Ctrl K</kbd>
        </UnstyledButton>
        <Navigation />
        <div className={classes.foot}>
          <Suspense>
            <Account />
          </Suspense>
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        <Offline />
        <Suspense
          fallback={
            <Box p="lg">
              <Loading />
            </Box>
          }
        >
          <Outlet />
        </Suspense>
      </main>
      {wanted && (
        <Suspense>
          <Commands />
        </Suspense>
      )}
    </div>
  );
}
