/** Asks before a page is left with changes that are not saved. */
import { Button, Group, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { Dialog } from "@/app/shared/Dialog";

export function Unsaved({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation("scoring");
  const { status, proceed, reset } = useBlocker({
    // A link to a row of the same table loses nothing.
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  if (status !== "blocked") return null;
  return (
    <Dialog title={t("unsaved.title")} onClose={reset}>
      <Text>{t("unsaved.text")}</Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={reset} data-autofocus>
          {t("unsaved.stay")}
        </Button>
        <Button color="red" onClick={proceed}>
          {t("unsaved.leave")}
        </Button>
      </Group>
    </Dialog>
  );
}
