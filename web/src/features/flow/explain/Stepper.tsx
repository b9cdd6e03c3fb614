/** Step by step along a way: two buttons, and the keys ← and →. */
import { ActionIcon, Text, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Mode.module.css";

interface Props {
  readonly at: number | null;
  readonly count: number;
  readonly onLook: (place: number) => void;
}

/** Where these keys mean something else. */
const ELSEWHERE =
  "input, textarea, select, [contenteditable=true], [role=dialog], [role=menu], [role=listbox], [role=radiogroup]";

export function Stepper({ at, count, onLook }: Props) {
  const { t } = useTranslation("explain");
  const before = at === null ? count - 1 : at - 1;
  const after = at === null ? 0 : at + 1;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const place = { ArrowLeft: before, ArrowRight: after }[event.code];
      const held = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
      const target = event.target instanceof Element ? event.target : null;
      if (place === undefined || held || target?.closest(ELSEWHERE)) return;
      // Along the way, not to the card beside: the editor's own keys do not get it.
      event.preventDefault();
      if (place >= 0 && place < count) onLook(place);
    };
    globalThis.addEventListener("keydown", listen, { capture: true });
    return () => globalThis.removeEventListener("keydown", listen, { capture: true });
  }, [before, after, count, onLook]);
  return (
    <div className={classes.steps}>
      <Tooltip label={`${t("steps.before")} (←)`}>
        <ActionIcon
          variant="default"
          aria-label={t("steps.before")}
          disabled={before < 0}
          onClick={() => onLook(before)}
        >
          <IconChevronLeft size={16} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={`${t("steps.after")} (→)`}>
        <ActionIcon
          variant="default"
          aria-label={t("steps.after")}
          disabled={after >= count}
          onClick={() => onLook(after)}
        >
          <IconChevronRight size={16} />
        </ActionIcon>
      </Tooltip>
      <Text size="sm" c="dimmed" className="numbers" role="status">
        {at === null ? t("steps.count", { count }) : t("steps.at", { at: at + 1, count })}
      </Text>
    </div>
  );
}
