/**
 * A picture for each kind: of its role, or of the word in its name that says what it is about. So a
 * new kind, `enrich_score`, has a fitting one without being named here.
 */
import {
  type Icon,
  IconArrowsSplit2,
  IconBolt,
  IconBrowser,
  IconBuildingStore,
  IconCalendarEvent,
  IconChecklist,
  IconClockHour4,
  IconCursorText,
  IconDoorExit,
  IconFilter,
  IconFlag,
  IconHourglass,
  IconMail,
  IconPlayerPlay,
  IconStairsUp,
  IconTag,
  IconTargetArrow,
  IconTrendingUp,
  IconWebhook,
} from "@tabler/icons-react";
import type { NodeKind, Role } from "../model/kinds";

const BY_ROLE: Record<Role, Icon> = {
  trigger: IconPlayerPlay,
  condition: IconArrowsSplit2,
  wait: IconClockHour4,
  action: IconBolt,
  goal: IconFlag,
  exit: IconDoorExit,
};

/** The first word that a name contains decides, so the more particular ones come first. */
const BY_WORD: readonly (readonly [string, Icon])[] = [
  ["deal", IconBuildingStore],
  ["score", IconTrendingUp],
  ["tag", IconTag],
  ["segment", IconFilter],
  ["meeting", IconCalendarEvent],
  ["page", IconBrowser],
  ["task", IconChecklist],
  ["url", IconWebhook],
  ["property", IconCursorText],
  ["stage", IconStairsUp],
  ["mail", IconMail],
  ["event", IconTargetArrow],
  ["wait_for", IconHourglass],
];

export function iconOf(kind: NodeKind | undefined): Icon {
  if (!kind) return IconBolt;
  return BY_WORD.find(([word]) => kind.name.includes(word))?.[1] ?? BY_ROLE[kind.role];
}
