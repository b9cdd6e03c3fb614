/** The way back and forth through what was changed. */
import { ActionIcon } from "@mantine/core";
import { IconArrowBackUp, IconArrowForwardUp } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Draft } from "./useDraft";

export function UndoButtons({ draft: { canUndo, canRedo, undo, redo } }: { draft: Draft }) {
  const { t } = useTranslation("scoring");
  return (
    <>
      <ActionIcon
        variant="default"
        size={36}
        disabled={!canUndo}
        aria-label={t("undo")}
        title={`${t("undo")} (Ctrl+Z)`}
        onClick={undo}
      >
        <IconArrowBackUp size={18} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={36}
        disabled={!canRedo}
        aria-label={t("redo")}
        title={`${t("redo")} (Ctrl+Shift+Z)`}
        onClick={redo}
      >
        <IconArrowForwardUp size={18} />
      </ActionIcon>
    </>
  );
}
