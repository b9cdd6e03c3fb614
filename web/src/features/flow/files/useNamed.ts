/** Names in a row, each in the quotation marks of the user's language. */
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";

export function useNamed(): (names: readonly string[]) => string {
  const { t, i18n } = useTranslation("rule");
  const list = new Intl.ListFormat(i18n.language);
  return (names) => list.format(names.map((name) => t("sentence.quoted", { text: short(name) })));
}
