/** Why nothing was learned, and what helps; null: it broke. */
import { useTranslation } from "react-i18next";
import { pairsOf } from "./scales";
import type { Refusal } from "./types";

export function useRefusalText(): (refusal: Refusal | null) => { title: string; text: string } {
  const { t } = useTranslation("prediction");
  return (refusal) => {
    const code = refusal?.code ?? "broken";
    return {
      title: t(`refused.${code}.title`),
      text: t(`refused.${code}.text`, valuesOf(refusal)),
    };
  };
}

function valuesOf(refusal: Refusal | null) {
  switch (refusal?.code) {
    case "too_few_won":
      return { count: refusal.needed - refusal.won };
    case "too_few_lost":
      return { count: refusal.needed - refusal.lost };
    case "nothing_differs":
      return { count: refusal.needed };
    case "no_signal":
      return pairsOf(refusal.auc);
    default:
      return {};
  }
}
