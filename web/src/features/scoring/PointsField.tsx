/** How many points a row gives; with its sign, as in a printed table. */
import { NumberInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Scoring.module.css";

const POINTS_MAX = 1_000_000;

type Props = { label: string; points: number; onChange: (points: number) => void };

/** A number of which half is typed ("-", nothing) is not passed on; leaving the field brings it back. */
export function PointsField({ label, points, onChange }: Props) {
  const { t } = useTranslation("scoring");
  const [typed, setTyped] = useState<number | string>(points);
  useEffect(() => setTyped(points), [points]);
  return (
    <NumberInput
      className={classes.points}
      aria-label={label}
      title={t("row.pointsHelp")}
      size="sm"
      hideControls
      allowDecimal={false}
      min={-POINTS_MAX}
      max={POINTS_MAX}
      leftSection={Number(typed) > 0 ? "+" : undefined}
      leftSectionWidth={22}
      leftSectionPointerEvents="none"
      value={typed}
      onChange={(next) => {
        setTyped(next);
        if (typeof next === "number" && Number.isFinite(next)) onChange(next);
      }}
      onBlur={() => setTyped(points)}
    />
  );
}
