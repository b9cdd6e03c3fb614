/** How a publication that waits stands, in a few words. */
import { useTranslation } from "react-i18next";
import type { Standing } from "./standing";

export function useStandingText(): (standing: Standing) => string {
  const { t, i18n } = useTranslation("preparing");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (standing) =>
    standing.is === "counting"
      ? t("counting", { share: percent.format(standing.share) })
      : t(standing.is);
}
