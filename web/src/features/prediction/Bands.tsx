/** What share bought at so many points, as columns with whiskers, and the threshold among them. */
import { Table, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import classes from "./Prediction.module.css";
import { percentText, rangeText } from "./scales";
import { alongBands, isBelow } from "./threshold";
import type { Band } from "./types";

const HEIGHT = 170;
const TOP = 22;
const LEFT = 44;
const WIDE = 74;
const GAP = 14;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

type Props = { bands: readonly Band[]; threshold: number };

export function Bands({ bands, threshold }: Props) {
  const { t, i18n } = useTranslation("prediction");
  const y = (share: number) => TOP + (1 - share) * HEIGHT;
  const end = LEFT + bands.length * WIDE;
  const line = LEFT + alongBands(bands, threshold) * WIDE;
  const nearEnd = line > end - 90;
  return (
    <>
      <Table.ScrollContainer minWidth={Math.min(end, 560)} type="native">
        <svg
          viewBox={`0 0 ${end + 12} ${y(0) + 38}`}
          width={end + 12}
          className={classes.bands}
          role="img"
          aria-label={t("bands.picture")}
        >
          {TICKS.map((share) => (
            <g key={share}>
              <line x1={LEFT} x2={end} y1={y(share)} y2={y(share)} className={classes.grid} />
              <text x={LEFT - 6} y={y(share) + 4} textAnchor="end">
                {percentText(share, i18n.language)}
              </text>
            </g>
          ))}
          {bands.map((band, at) => (
            <Column
              key={band.from ?? "lowest"}
              band={band}
              x={LEFT + at * WIDE}
              y={y}
              below={isBelow(band, threshold)}
            />
          ))}
          <line x1={line} x2={line} y1={TOP - 8} y2={y(0)} className={classes.threshold} />
          <text
            x={line + (nearEnd ? -6 : 6)}
            y={TOP - 8}
            textAnchor={nearEnd ? "end" : "start"}
            className={classes.thresholdName}
          >
            {t("bands.threshold", { points: threshold })}
          </text>
        </svg>
      </Table.ScrollContainer>
      <VisuallyHidden>
        <InWords bands={bands} />
      </VisuallyHidden>
    </>
  );
}

type ColumnProps = { band: Band; x: number; y: (share: number) => number; below: boolean };

function Column({ band, x, y, below }: ColumnProps) {
  const { t, i18n } = useTranslation("prediction");
  const { share, won, of } = band.bought;
  const middle = x + WIDE / 2;
  return (
    <g>
      <rect
        x={x + GAP / 2}
        width={WIDE - GAP}
        y={y(share.value)}
        height={y(0) - y(share.value)}
        className={classes.column}
        data-below={below || undefined}
      />
      <line
        x1={middle}
        x2={middle}
        y1={y(share.low)}
        y2={y(share.high)}
        className={classes.whisker}
      />
      <text x={middle} y={y(0) + 16} textAnchor="middle" className={classes.strong}>
        {bandText(band)}
      </text>
      <text x={middle} y={y(0) + 31} textAnchor="middle">
        {t("bought", { won, of })}
      </text>
      <title>{percentText(share.value, i18n.language)}</title>
    </g>
  );
}

function InWords({ bands }: Pick<Props, "bands">) {
  const { t, i18n } = useTranslation("prediction");
  return (
    <ul>
      {bands.map((band) => (
        <li key={band.from ?? "lowest"}>
          {t("bands.one", {
            points: bandText(band),
            share: percentText(band.bought.share.value, i18n.language),
            range: rangeText(band.bought.share, i18n.language),
            of: band.bought.of,
          })}
        </li>
      ))}
    </ul>
  );
}

/** "≤ 19", "20–39", "≥ 100". */
function bandText({ from, to }: Band): string {
  if (from == null) return `≤ ${to ?? ""}`;
  return to == null ? `≥ ${from}` : from === to ? `${from}` : `${from}–${to}`;
}
