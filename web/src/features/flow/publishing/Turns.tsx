/** Pausing, resuming and ending a flow, in its menu. Each is asked about before it is done. */
import { Menu } from "@mantine/core";
import { IconArchive, IconPlayerPause, IconPlayerPlay } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { Flow, Turn } from "../queries";

const ICONS = { pause: IconPlayerPause, resume: IconPlayerPlay, archive: IconArchive };

/** What can become of a flow, by how it stands. */
const POSSIBLE: Readonly<Record<Flow["state"], readonly Turn[]>> = {
  draft: [],
  active: ["pause", "archive"],
  paused: ["resume", "archive"],
  archived: [],
};

export function Turns({ flow, onChoose }: { flow: Flow; onChoose: (turn: Turn) => void }) {
  const { t } = useTranslation("publishing");
  return (
    <>
      <Menu.Divider />
      {POSSIBLE[flow.state].map((turn) => {
        const Icon = ICONS[turn];
        return (
          <Menu.Item
            key={turn}
            color={turn === "archive" ? "red" : undefined}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => onChoose(turn)}
          >
            {t(`turn.${turn}.verb`)}
          </Menu.Item>
        );
      })}
    </>
  );
}
