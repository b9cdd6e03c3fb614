/** The lifecycle stages of a contact, to choose from. */
import { useTranslation } from "react-i18next";
import { STAGES } from "./search";

export function useStageChoices() {
  const { t } = useTranslation();
  return STAGES.map((stage) => ({ value: stage, label: t(`stages.${stage}`) }));
}
