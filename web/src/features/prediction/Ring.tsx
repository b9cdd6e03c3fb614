/** A share of everything as a ring, with a mark where the average is. */
import { useTranslation } from "react-i18next";
import classes from "./Prediction.module.css";
import { percentText } from "./scales";

const SIZE = 84;
const MIDDLE = SIZE / 2;
const RADIUS = 36;
const AROUND = 2 * Math.PI * RADIUS;

export function Ring({ share, average }: { share: number; average: number }) {
  const { t, i18n } = useTranslation("prediction");
  const text = percentText(share, i18n.language);
  return (
    <svg
      width={SIZE}
      height={SIZE}
      className={classes.ring}
      role="img"
      aria-label={t("contact.ring", { share: text })}
    >
      <g transform={`rotate(-90 ${MIDDLE} ${MIDDLE})`}>
        <circle cx={MIDDLE} cy={MIDDLE} r={RADIUS} />
        <circle
          cx={MIDDLE}
          cy={MIDDLE}
          r={RADIUS}
          className={classes.share}
          strokeDasharray={`${share * AROUND} ${AROUND}`}
        />
        <line
          x1={MIDDLE + RADIUS - 6}
          x2={MIDDLE + RADIUS + 6}
          y1={MIDDLE}
          y2={MIDDLE}
          transform={`rotate(${average * 360} ${MIDDLE} ${MIDDLE})`}
        />
      </g>
      <text x={MIDDLE} y={MIDDLE + 7} textAnchor="middle">
        {text}
      </text>
    </svg>
  );
}
