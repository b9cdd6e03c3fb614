/** Numbers of what was learned as people read them, and where they stand in a picture. Pure. */
import type { Estimate } from "./types";

/** 0.748 → 75: of 100. */
export const ofHundred = (share: number): number => Math.round(share * 100);

/** "Of 100 pairs, 75 in the right order (72–77)". */
export const pairsOf = ({ value, low, high }: Estimate) => ({
  right: ofHundred(value),
  low: ofHundred(low),
  high: ofHundred(high),
});

export const percentText = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: 0 }).format(share);

/** "72–77 %", with the sign once. */
export function rangeText({ low, high }: Estimate, language: string): string {
  return `${ofHundred(low)}–${percentText(high, language)}`;
}

/** Log-odds as a factor: "×3.1", "×0.25"; near 1 with a digit more, so that it is not 1. */
export function timesText(logOdds: number, language: string): string {
  const digits = Math.abs(logOdds) < 0.1 ? 3 : 2;
  const format = new Intl.NumberFormat(language, { maximumSignificantDigits: digits });
  return `×${format.format(Math.exp(logOdds))}`;
}

/** How far beyond the strongest effect is shown: ends that are nowhere must not flatten all others. */
const BEYOND = 1.6;

/** From how much less to how much more effects are shown, in log-odds. */
export function reach(all: readonly { log_odds: Estimate }[]): number {
  const most = (numbers: number[]) => Math.max(Math.log(2), ...numbers.map(Math.abs));
  const strongest = most(all.map(({ log_odds }) => log_odds.value));
  const ends = most(all.flatMap(({ log_odds }) => [log_odds.low, log_odds.high]));
  return Math.min(ends, BEYOND * strongest);
}
