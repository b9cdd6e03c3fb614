/** How a flow stands: by word and by sign, not by colour alone. */
import { Badge } from "@mantine/core";
import {
  IconArchive,
  IconPencil,
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { FlowSummary } from "../queries";

const LOOK = {
  draft: { icon: IconPencil, color: "gray" },
  active: { icon: IconPlayerPlayFilled, color: "green" },
  paused: { icon: IconPlayerPauseFilled, color: "yellow" },
  archived: { icon: IconArchive, color: "gray" },
} as const;

export function StateBadge({ state }: { state: FlowSummary["state"] }) {
  const { t } = useTranslation("flow");
  const { icon: Icon, color } = LOOK[state];
  return (
    <Badge
      tt="none"
      fw={500}
      variant="outline"
      color={color}
      c="var(--mantine-color-text)"
      leftSection={<Icon size={11} aria-hidden />}
      title={t(`state.${state}.help`)}
      style={{ flex: "none", minWidth: "max-content" }}
    >
      {t(`state.${state}.name`)}
    </Badge>
  );
}
