/**
 * The pictures that the registry names. A new kind with one of them needs nothing here; one with a
 * name that is not here is drawn as its role. They are listed, since all of Tabler would be too heavy.
 */
import {
  type Icon,
  IconArrowRightCircle,
  IconArrowsExchange,
  IconArrowsSplit2,
  IconBolt,
  IconCalendarPlus,
  IconCalendarTime,
  IconCalendarX,
  IconChartLine,
  IconCheckbox,
  IconClock,
  IconCoin,
  IconDoorExit,
  IconEqual,
  IconEye,
  IconFlag,
  IconGitBranch,
  IconHeartbeat,
  IconHourglass,
  IconPencil,
  IconPlayerPlay,
  IconPlusMinus,
  IconStairsUp,
  IconTag,
  IconTagMinus,
  IconTagOff,
  IconTagPlus,
  IconTarget,
  IconUserCheck,
  IconUsersMinus,
  IconUsersPlus,
  IconUserX,
  IconWebhook,
} from "@tabler/icons-react";
import type { NodeKind, Role } from "../model/kinds";

export const ICONS: Readonly<Record<string, Icon>> = {
  "arrow-right-circle": IconArrowRightCircle,
  "arrows-exchange": IconArrowsExchange,
  bolt: IconBolt,
  "calendar-plus": IconCalendarPlus,
  "calendar-time": IconCalendarTime,
  "calendar-x": IconCalendarX,
  "chart-line": IconChartLine,
  checkbox: IconCheckbox,
  clock: IconClock,
  coin: IconCoin,
  "door-exit": IconDoorExit,
  equal: IconEqual,
  eye: IconEye,
  "git-branch": IconGitBranch,
  heartbeat: IconHeartbeat,
  hourglass: IconHourglass,
  pencil: IconPencil,
  "plus-minus": IconPlusMinus,
  "stairs-up": IconStairsUp,
  tag: IconTag,
  "tag-minus": IconTagMinus,
  "tag-off": IconTagOff,
  "tag-plus": IconTagPlus,
  target: IconTarget,
  "user-check": IconUserCheck,
  "user-x": IconUserX,
  "users-minus": IconUsersMinus,
  "users-plus": IconUsersPlus,
  webhook: IconWebhook,
};

const BY_ROLE: Readonly<Record<Role, Icon>> = {
  trigger: IconPlayerPlay,
  condition: IconArrowsSplit2,
  wait: IconClock,
  action: IconBolt,
  goal: IconFlag,
  exit: IconDoorExit,
};

export function iconOf(kind: NodeKind | undefined): Icon {
  return kind ? (ICONS[kind.icon] ?? BY_ROLE[kind.role]) : IconBolt;
}
