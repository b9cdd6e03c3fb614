/**
 * Everything a person can do to a flow, as values. Keyboard, toolbar, context menu, command palette
 * and tests call the same ones; what each is called, its keys and when it is possible is said once.
 */
import { BUILD } from "./build";
import type { Command, Stage } from "./command";
import { EDIT } from "./edit";
import { GO } from "./go";
import { isPressed, type KeyPress } from "./keys";
import { VIEW } from "./view";

export { nextSpot } from "./build";
export type { Command, Group, Keys, Stage, View } from "./command";
export { printed } from "./keys";

export const COMMANDS: readonly Command[] = [...EDIT, ...BUILD, ...GO, ...VIEW];

export function commandOf(id: string): Command {
  const found = COMMANDS.find((command) => command.id === id);
  if (!found) throw new Error(`There is no command ${id}.`);
  return found;
}

export function isPossible(command: Command, stage: Stage): boolean {
  return (!command.writes || !stage.editor.state.readOnly) && command.when(stage);
}

/** The command that these keys mean, whether or not it is possible now. */
export function commandFor(event: KeyPress): Command | undefined {
  return COMMANDS.find((command) => command.keys.some((keys) => isPressed(keys, event)));
}

/** Does it, if it is possible now. Says whether it was. */
export function perform(id: string, stage: Stage): boolean {
  const command = commandOf(id);
  if (!isPossible(command, stage)) return false;
  void command.perform(stage);
  return true;
}

/** All that is possible now, for a list to choose from. Steps of a walk have only keys. */
export function possibleNow(stage: Stage): Command[] {
  return COMMANDS.filter(({ id }) => !/^(walk|nudge)\./.test(id)).filter((command) =>
    isPossible(command, stage),
  );
}
