/** Asks before something is lost. The button names what it does to what: "Delete segment". */
import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import { useTranslation } from "react-i18next";

type Question = { title: string; text: string; verb: string; onYes: () => void };

export function useAsk(): (question: Question) => void {
  const { t } = useTranslation();
  return ({ title, text, verb, onYes }) =>
    modals.openConfirmModal({
      title,
      children: <Text>{text}</Text>,
      labels: { confirm: verb, cancel: t("actions.cancel") },
      confirmProps: { color: "red" },
      closeButtonProps: { "aria-label": t("actions.close") },
      onConfirm: onYes,
    });
}
