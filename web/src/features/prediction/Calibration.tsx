/** Whether 70 % means 70 %: what was expected against what came, and where both agree. */
import { Text, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Card } from "@/app/shared/Card";
import classes from "./Prediction.module.css";
import { percentText, rangeText } from "./scales";
import type { Report } from "./types";

const WIDTH = 380;
const HEIGHT = 190;
const LEFT = 58;
const RIGHT = 20;
const TOP = 8;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

type Props = { of: Report["calibration"] };

export function Calibration({ of: { bins, brier, brier_of_the_share } }: Props) {
  const { t, i18n } = useTranslation("prediction");
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 3 });
  return (
    <Card title={t("calibration.title")}>
      <Picture bins={bins} />
      <VisuallyHidden>
        <InWords bins={bins} />
      </VisuallyHidden>
      <Text size="sm" c="dimmed" mt="xs">
        {t("calibration.help")}{" "}
        {t("calibration.brier", {
          brier: number.format(brier),
          without: number.format(brier_of_the_share),
        })}
      </Text>
    </Card>
  );
}

type BinsProps = { bins: Props["of"]["bins"] };

function Picture({ bins }: BinsProps) {
  const { t, i18n } = useTranslation("prediction");
  const x = (share: number) => LEFT + share * WIDTH;
  const y = (share: number) => TOP + (1 - share) * HEIGHT;
  return (
    <svg
      viewBox={`0 0 ${x(1) + RIGHT} ${y(0) + 36}`}
      className={classes.chart}
      role="img"
      aria-label={t("calibration.picture")}
    >
      {TICKS.map((share) => (
        <g key={share}>
          <line x1={x(0)} x2={x(1)} y1={y(share)} y2={y(share)} className={classes.grid} />
          <text x={LEFT - 6} y={y(share) + 4} textAnchor="end">
            {percentText(share, i18n.language)}
          </text>
          <text x={x(share)} y={y(0) + 15} textAnchor="middle">
            {percentText(share, i18n.language)}
          </text>
        </g>
      ))}
      <line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} className={classes.ideal} />
      {bins.map(({ from, expected, seen: { share } }) => (
        <g key={from} className={classes.bin}>
          <line x1={x(expected)} x2={x(expected)} y1={y(share.low)} y2={y(share.high)} />
          <circle cx={x(expected)} cy={y(share.value)} r={4.5} />
        </g>
      ))}
      <text x={x(0.5)} y={y(0) + 32} textAnchor="middle">
        {t("calibration.expected")}
      </text>
      <text transform={`translate(14 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
        {t("calibration.seen")}
      </text>
    </svg>
  );
}

function InWords({ bins }: BinsProps) {
  const { t, i18n } = useTranslation("prediction");
  return (
    <table>
      <thead>
        <tr>
          <th>{t("calibration.expected")}</th>
          <th>{t("calibration.seen")}</th>
        </tr>
      </thead>
      <tbody>
        {bins.map(({ from, expected, seen: { share } }) => (
          <tr key={from}>
            <td>{percentText(expected, i18n.language)}</td>
            <td>
              {percentText(share.value, i18n.language)} ({rangeText(share, i18n.language)})
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
