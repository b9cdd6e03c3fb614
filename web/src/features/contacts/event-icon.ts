/** The sign of an event, by its name; what we do not know is a bolt. */
import {
  type Icon,
  IconArrowMerge,
  IconBolt,
  IconCalendarCancel,
  IconCalendarEvent,
  IconClock,
  IconEdit,
  IconForms,
  IconWorld,
} from "@tabler/icons-react";

const ICONS: Record<string, Icon> = {
  page_visited: IconWorld,
  screen_viewed: IconWorld,
  form_submitted: IconForms,
  meeting_booked: IconCalendarEvent,
  meeting_rescheduled: IconCalendarEvent,
  meeting_cancelled: IconCalendarCancel,
  meeting_missed: IconCalendarCancel,
  edit: IconEdit,
  identify: IconEdit,
  merge: IconArrowMerge,
  wake: IconClock,
};

export function eventIcon(name: string): Icon {
  return ICONS[name] ?? IconBolt;
}
