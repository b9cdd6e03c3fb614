/** The same commands with their keys, where the pointer is. */
import { Kbd, Menu } from "@mantine/core";
import { useFlow } from "../canvas/context";
import type { Point, PortRef } from "../model/document";
import { cutWire } from "../session/acts";
import { commandOf, isPossible, perform, printed } from "../session/commands";

const ON_STEP = [
  ["settings", "rename", "addStep", "connect"],
  ["whyNot"],
  ["replace", "moveStep", "moveBranch", "flip"],
  ["copy", "cut", "duplicate", "duplicateBranch"],
  ["selectDownstream", "selectUpstream", "column", "row", "arrange", "fitSelection", "copyLink"],
  ["delete", "deleteBranch"],
];
const ON_CANVAS = [
  ["addStep", "paste"],
  ["selectAll", "arrange"],
  ["fit", "actualSize", "search", "keys"],
];

export function ContextMenu({ at, wire }: { at: Point; wire: PortRef | null }) {
  const { stage, speech } = useFlow();
  const { editor } = stage;
  const groups = editor.state.selection.size > 0 ? ON_STEP : ON_CANVAS;
  const possible = groups
    .map((ids) => ids.filter((id) => isPossible(commandOf(id), stage)))
    .filter((ids) => ids.length > 0);
  return (
    <Menu
      opened
      onClose={() => editor.open(null)}
      // Beside the pointer it can move up and down until all of it is on the screen.
      position="right-start"
      middlewares={{ flip: true, shift: { padding: 8 } }}
      width={280}
      trapFocus
      returnFocus
    >
      <Menu.Target>
        <span style={{ position: "fixed", left: at.x, top: at.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {wire && !editor.state.readOnly ? (
          <>
            <Menu.Item
              onClick={() => editor.open({ ask: "step", spot: { on: "port", port: wire } })}
              closeMenuOnClick={false}
            >
              {speech.t("canvas.insertHere")}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => cutWire(editor, wire)}>
              {speech.t("command.disconnect")}
            </Menu.Item>
          </>
        ) : (
          possible.map((ids, index) => (
            <div key={ids[0]}>
              {index > 0 && <Menu.Divider />}
              {ids.map((id) => (
                <CommandItem key={id} id={id} />
              ))}
            </div>
          ))
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function CommandItem({ id }: { id: string }) {
  const { stage, speech } = useFlow();
  const [keys] = commandOf(id).keys;
  return (
    <Menu.Item
      color={id.startsWith("delete") ? "red" : undefined}
      rightSection={keys && <Kbd size="xs">{printed(keys)}</Kbd>}
      onClick={() => {
        // The menu closes first; what a command opens is not to be closed with it.
        setTimeout(() => perform(id, stage), 0);
      }}
    >
      {speech.t(`command.${id}`)}
    </Menu.Item>
  );
}
