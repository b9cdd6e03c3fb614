/** On a card: when the contact whose way is shown came here, and the place on its way. */
import { VisuallyHidden } from "@mantine/core";
import { IconMapPinFilled } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { moment, onCard } from "../explain/times";
import type { PassedStep, Visits } from "../explain/trace";
import { useFlow } from "./context";
import classes from "./TraceLine.module.css";

export function TraceLine({ visits, last }: { visits: Visits; last: PassedStep }) {
  const { speech } = useFlow();
  const { t } = useTranslation("explain");
  const { entered_at: came, waits_until: until } = last;
  return (
    <span className={classes.line}>
      <span>{came ? onCard(came, speech.language) : t("visits.earlier")}</span>
      {visits.here && (
        <span className={classes.here}>
          {until
            ? t("visits.waitsUntil", { when: moment(until, speech.language) })
            : t("visits.here")}
        </span>
      )}
    </span>
  );
}

export function TraceBadge({ visits }: { visits: Visits }) {
  const { t } = useTranslation("explain");
  return (
    <span className={classes.badge} data-here={visits.here || undefined}>
      {visits.here && <IconMapPinFilled size={12} aria-hidden />}
      <VisuallyHidden>{t("visits.place")}</VisuallyHidden>
      {visits.places.map((place) => place + 1).join(", ")}
    </span>
  );
}
