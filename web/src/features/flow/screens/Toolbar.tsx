/** Over the drawing: look closer, see all, find, tidy up, all keys, and how one likes to look. */
import { ActionIcon, Group, Menu, Paper, Tooltip } from "@mantine/core";
import {
  IconAdjustmentsHorizontal,
  IconFocusCentered,
  IconHelp,
  IconLayoutDistributeVertical,
  IconSearch,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import { useEditor, useFlow } from "../canvas/context";
import { commandOf, isPossible, perform, printed } from "../session/commands";
import { usePreference } from "../session/preferences";
import classes from "./Toolbar.module.css";

const BUTTONS = [
  ["zoomOut", IconZoomOut],
  ["zoomIn", IconZoomIn],
  ["fit", IconFocusCentered],
  ["arrange", IconLayoutDistributeVertical],
  ["search", IconSearch],
  ["keys", IconHelp],
] as const;

export function Toolbar() {
  const { stage, speech } = useFlow();
  const steps = useEditor((state) => state.document.nodes.length);
  const shown = BUTTONS.filter(([id]) => isPossible(commandOf(id), stage));
  return (
    <Paper className={classes.toolbar} withBorder data-steps={steps}>
      <Group gap={2} role="toolbar" aria-label={speech.t("toolbar")}>
        {shown.map(([id, Icon]) => {
          const [keys] = commandOf(id).keys;
          const label = speech.t(`command.${id}`);
          return (
            <Tooltip key={id} label={keys ? `${label} (${printed(keys)})` : label}>
              <ActionIcon
                variant="subtle"
                color="gray"
                size={30}
                aria-label={label}
                onClick={() => perform(id, stage)}
              >
                <Icon size={17} />
              </ActionIcon>
            </Tooltip>
          );
        })}
        <Liking />
      </Group>
    </Paper>
  );
}

function Liking() {
  const { speech } = useFlow();
  const wheel = usePreference("wheel");
  const map = usePreference("map");
  return (
    <Menu position="top-start" closeOnItemClick={false} width={260}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={speech.t("liking")}>
          <IconAdjustmentsHorizontal size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Switch id="wheel" on={wheel === "zooms"} />
        <Switch id="map" on={map} />
      </Menu.Dropdown>
    </Menu>
  );
}

function Switch({ id, on }: { id: string; on: boolean }) {
  const { stage, speech } = useFlow();
  return (
    <Menu.CheckboxItem checked={on} onChange={() => perform(id, stage)}>
      {speech.t(`command.${id}`)}
    </Menu.CheckboxItem>
  );
}
