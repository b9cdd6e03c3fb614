/** Why a rule decided as it did, and of what time the contact was that it asked. */
import { Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Explanation } from "./Explanation";
import type { StepReason } from "./queries";

export function Because({ reason }: { reason: StepReason }) {
  const { t } = useTranslation("explain");
  return (
    <div>
      <Text size="xs" c="dimmed">
        {t(`evaluated.${reason.evaluated}`)}
      </Text>
      <Explanation explained={reason.explanation} />
      {reason.agrees === false && (
        <Text size="xs" c="dimmed">
          {t(`disagrees.${reason.evaluated}`)}
        </Text>
      )}
    </div>
  );
}
