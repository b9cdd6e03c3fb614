/** The score over time, from its receipt. Pure. */
export type Given = { at: string; points: number };
export type Level = { at: number; score: number };

/**
 * What the score was after each point, oldest first. The receipt comes newest first and may not
 * reach back to the beginning, so it is counted backwards from what the score is now.
 */
export function levels(points: Given[], scoreNow: number): Level[] {
  let score = scoreNow;
  const backwards = points.map((given) => {
    const level = { at: Date.parse(given.at), score };
    score -= given.points;
    return level;
  });
  const oldest = backwards.at(-1);
  const before = oldest === undefined ? [] : [{ at: oldest.at, score }];
  return [...before, ...backwards.reverse()];
}

/** Round numbers that enclose the scores, a few of them, for the lines of a chart. */
export function ticks(low: number, high: number): number[] {
  const span = Math.max(high - low, 1);
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 5, 10].find((times) => times * power >= rough) ?? 10));
  const from = Math.floor(low / step) * step;
  const to = Math.ceil(high / step) * step;
  return Array.from(
    { length: Math.round((to - from) / step) + 1 },
    (_, index) => from + index * step,
  );
}
