/** How far a contact has come; the fill grows with it, so that colour is not all there is. */
import { Badge } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { Schemas } from "@/api/client";

type Stage = Schemas["LifecycleStage"];

export function StageBadge({ stage }: { stage: Stage }) {
  const { t } = useTranslation();
  const late = stage === "customer" || stage === "opportunity" || stage === "sql";
  return (
    <Badge
      tt="none"
      fw={500}
      variant={late ? "light" : "default"}
      color={late ? "water" : undefined}
      td={stage === "disqualified" ? "line-through" : undefined}
    >
      {t(`stages.${stage}`)}
    </Badge>
  );
}
