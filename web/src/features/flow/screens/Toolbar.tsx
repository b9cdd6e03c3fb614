/** Over the drawing: look closer, see all, find, tidy up, all keys. */
import { ActionIcon, Group, Paper, Tooltip } from "@mantine/core";
import {
  IconFocusCentered,
  IconHelp,
  IconLayoutDistributeVertical,
  IconSearch,
  IconZoomIn,
  IconZoomOut,
} from "@tabler/icons-react";
import { useEditor, useFlow } from "../canvas/context";
import { commandOf, isPossible, perform, printed } from "../session/commands";
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
      </Group>
    </Paper>
  );
}
