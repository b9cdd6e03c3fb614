/** What the button will do; what ends for people is said by it as well. */
import { useTranslation } from "react-i18next";

export function PublishVerb({ version, ended }: { version: number; ended: number }) {
  const { t } = useTranslation("publishing");
  return ended > 0
    ? t("verbAndEnd", { version, count: ended })
    : t("flow:publish.verb", { version });
}
