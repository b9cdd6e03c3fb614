/** How many contacts are in each class, as one bar and in words. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { steps } from "./ladder";
import classes from "./Scoring.module.css";
import type { InClass, Model } from "./types";

type Props = { of: Pick<Model, "classes"> & { members: InClass[] } };

export function ClassBar({ of }: Props) {
  const { t, i18n } = useTranslation("scoring");
  const format = new Intl.NumberFormat(i18n.language);
  const all = steps(of);
  const shown = all.filter(({ contacts }) => contacts > 0);
  if (of.classes.length === 0) return <Text c="dimmed">{t("classes.none")}</Text>;
  return (
    <div className={classes.bar}>
      <div className={classes.stack} aria-hidden>
        {shown.map(({ id, tone, contacts }) => (
          <span key={id} data-tone={tone} style={{ flexGrow: contacts }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {all.map(({ id, name, tone, contacts }) => (
          <li key={id}>
            <span className={classes.dot} data-tone={tone} aria-hidden />
            {name === null ? t("classes.below") : short(name, 40)}{" "}
            <strong>{format.format(contacts)}</strong>
          </li>
        ))}
      </ul>
    </div>
  );
}
