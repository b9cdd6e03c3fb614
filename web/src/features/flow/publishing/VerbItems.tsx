/** Pausing, resuming, ending and deleting a flow, in a menu. Each is asked about before it is done. */
import { Menu } from "@mantine/core";
import { IconArchive, IconPlayerPause, IconPlayerPlay, IconTrash } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { useMay } from "@/app/session/session";
import type { FlowSummary } from "../queries";
import { endsIt, type Verb, verbsOf } from "./verbs";

const ICONS = {
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  archive: IconArchive,
  delete: IconTrash,
};

interface Props {
  readonly flow: Pick<FlowSummary, "state">;
  readonly onChoose: (verb: Verb) => void;
}

export function VerbItems({ flow, onChoose }: Props) {
  const { t } = useTranslation("publishing");
  const verbs = verbsOf(flow, useMay("editFlows"));
  if (verbs.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      {verbs.map((verb) => {
        const Icon = ICONS[verb];
        return (
          <Menu.Item
            key={verb}
            color={endsIt(verb) ? "red" : undefined}
            leftSection={<Icon size={16} aria-hidden />}
            onClick={() => onChoose(verb)}
          >
            {t(`turn.${verb}.verb`)}
          </Menu.Item>
        );
      })}
    </>
  );
}
