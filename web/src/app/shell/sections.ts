/** The places of the app, in the order of the navigation. */
import {
  IconBroadcast,
  IconBuilding,
  IconChecklist,
  IconColumns3,
  IconCrystalBall,
  IconFilter,
  IconRoute,
  IconSettings,
  IconTargetArrow,
  IconUsers,
} from "@tabler/icons-react";
import type { Permission } from "../session/session";

export const SECTIONS = [
  { id: "flows", to: "/flows", icon: IconRoute },
  { id: "contacts", to: "/contacts", icon: IconUsers },
  { id: "companies", to: "/companies", icon: IconBuilding },
  { id: "segments", to: "/segments", icon: IconFilter },
  { id: "scoring", to: "/scoring", icon: IconTargetArrow },
  { id: "prediction", to: "/prediction", icon: IconCrystalBall },
  { id: "deals", to: "/deals", icon: IconColumns3 },
  { id: "tasks", to: "/tasks", icon: IconChecklist },
  { id: "sources", to: "/sources", icon: IconBroadcast, needs: "administer" as Permission },
  { id: "settings", to: "/settings", icon: IconSettings },
] as const;
