/** The score over time as what it is: a level that changes at moments. The receipt says it in words. */
import { Box, Text } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { day, exactly } from "@/app/shared/time";
import { useNow } from "@/app/shared/useNow";
import { type Level, ticks } from "./running";
import classes from "./ScoreChart.module.css";

const HEIGHT = 150;
const LEFT = 36;
const BOTTOM = 22;
const TOP = 8;

export function ScoreChart({ levels }: { levels: Level[] }) {
  const { t, i18n } = useTranslation("contacts");
  const { ref, width } = useElementSize();
  const [near, setNear] = useState<Level>();
  const now = useNow();
  const first = levels[0];
  if (first === undefined) return null;
  const scores = levels.map(({ score }) => score);
  const lines = ticks(Math.min(0, ...scores), Math.max(...scores));
  const [low, high] = [lines[0] ?? 0, lines.at(-1) || 1];
  const x = (at: number) => LEFT + ((at - first.at) / (now - first.at || 1)) * (width - LEFT - 4);
  const y = (score: number) =>
    TOP + (1 - (score - low) / (high - low || 1)) * (HEIGHT - TOP - BOTTOM);
  const path = levels.map(({ at, score }, index) =>
    index === 0 ? `M${x(at)},${y(score)}` : `H${x(at)}V${y(score)}`,
  );
  const line = `${path.join("")}H${x(now)}`;
  const follow = (clientX: number, left: number) =>
    setNear(levels.findLast(({ at }) => x(at) <= clientX - left));
  return (
    <Box ref={ref} pos="relative">
      {width > 0 && (
        <svg
          width={width}
          height={HEIGHT}
          className={classes.chart}
          role="img"
          aria-label={t("chart.label", { from: first.score, to: scores.at(-1) })}
          onMouseMove={(event) =>
            follow(event.clientX, event.currentTarget.getBoundingClientRect().left)
          }
          onMouseLeave={() => setNear(undefined)}
        >
          {lines.map((score) => (
            <g key={score}>
              <line x1={LEFT} x2={width} y1={y(score)} y2={y(score)} className={classes.grid} />
              <text x={LEFT - 8} y={y(score) + 4} textAnchor="end">
                {score}
              </text>
            </g>
          ))}
          <path d={`${line}V${y(Math.max(low, 0))}H${x(first.at)}Z`} className={classes.area} />
          <path d={line} className={classes.line} />
          {near && <circle cx={x(near.at)} cy={y(near.score)} r={4} className={classes.dot} />}
          <text x={LEFT} y={HEIGHT - 4}>
            {day(new Date(first.at), i18n.language)}
          </text>
          <text x={width - 4} y={HEIGHT - 4} textAnchor="end">
            {t("chart.today")}
          </text>
        </svg>
      )}
      {near && (
        <Text
          size="xs"
          className={classes.label}
          style={{ left: Math.min(x(near.at), width - 150) }}
        >
          <b>{near.score}</b> · {exactly(new Date(near.at), i18n.language)}
        </Text>
      )}
    </Box>
  );
}
