/** What a careful reader would ask about first. */
import { Alert } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useRuleSpeech } from "@/features/rule/useRuleSentence";
import type { Report, Warning } from "./types";
import { featureText } from "./words";

export function Warnings({ report }: { report: Report }) {
  const { t } = useTranslation("prediction");
  const speech = useRuleSpeech();
  const valuesOf = (warning: Warning) => {
    if (warning.code === "too_good") return { what: short(featureText(warning.feature, speech)) };
    if (warning.code === "few_for_so_much")
      return { rarer: warning.rarer, columns: warning.columns };
    return {};
  };
  return report.warnings.map((warning) => (
    <Alert
      key={warning.code}
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t(`warnings.${warning.code}.title`)}
    >
      {t(`warnings.${warning.code}.text`, valuesOf(warning))}
    </Alert>
  ));
}
