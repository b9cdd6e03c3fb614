/** A class by its name, in its tone; below the first one there is none. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { toneOf } from "./ladder";
import classes from "./Scoring.module.css";
import type { ScoreClass } from "./types";

type Props = { of: readonly Pick<ScoreClass, "id" | "name">[]; id: string | null | undefined };

export function ClassName({ of, id }: Props) {
  const { t } = useTranslation("scoring");
  const name = of.find((one) => one.id === id)?.name ?? id;
  return (
    <Badge
      variant="default"
      leftSection={<span className={classes.dot} data-tone={toneOf(of, id)} aria-hidden />}
    >
      {name == null ? t("classes.below") : short(name, 40)}
    </Badge>
  );
}
