/** Whether a threshold is right, in words, with the numbers that say so. */
import { useTranslation } from "react-i18next";
import { percentText, rangeText } from "./scales";
import type { ThresholdReview } from "./types";

export function useVerdictText(): (review: ThresholdReview) => { title: string; text: string } {
  const { t, i18n } = useTranslation("prediction");
  const percent = (share: number) => percentText(share, i18n.language);
  return ({ now, verdict }) => {
    const { code } = verdict;
    const sides = t(`verdict.${sidesOf(now)}`, {
      points: now.from,
      above: percent(now.above.share.value),
      below: percent(now.below.share.value),
      through: percent(now.buyers_let_through.share.value),
    });
    if (code === "too_few") {
      const { won, lost, needed } = verdict;
      return {
        title: t("verdict.too_few.title"),
        text: t("verdict.too_few.text", { won, lost, needed }),
      };
    }
    if (code === "better") {
      const { then, moved, gain } = verdict;
      const change = t(then.from > now.from ? "verdict.higher" : "verdict.lower", {
        count: moved.of,
        won: moved.won,
        gain: rangeText(gain, i18n.language),
      });
      return {
        title: t("verdict.better.title", { points: then.from }),
        text: `${sides} ${change}`,
      };
    }
    return { title: t(`verdict.${code}.title`), text: `${sides} ${t(`verdict.${code}.text`)}` };
  };
}

/** Of nobody there is no share. */
function sidesOf({ above, below }: ThresholdReview["now"]) {
  if (above.of === 0) return "nobody";
  return below.of === 0 ? "everybody" : "sides";
}
