/** Events and facts in the person's language. What we have no words for, the server says. */
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useNames } from "@/features/rule/useRuleSentence";
import type { Fact, TimelineEntry } from "./queries";
import { reads, type Value } from "./value";

type Shown = Pick<TimelineEntry, "event" | "text" | "properties">;

/** The built-in events, and which of their properties says what it was about. */
const ABOUT = {
  page_visited: ["title", "path", "url", "name"],
  screen_viewed: ["name"],
  company_joined: ["group_id"],
  meeting_booked: ["name"],
  meeting_cancelled: ["name"],
  meeting_rescheduled: ["name"],
  meeting_missed: ["name"],
  form_submitted: ["name"],
} as const;

const CUSTOM = "custom:";

export function isCustom(name: string): boolean {
  return name.startsWith(CUSTOM);
}

export function useEventText(): (entry: Shown) => string {
  const { t } = useTranslation("contacts");
  return ({ event, text, properties }) => {
    if (isCustom(event.name)) return readable(event.name);
    if (event.name === "wake") return t("events.wake");
    if (!(event.name in ABOUT)) return short(text);
    const name = event.name as keyof typeof ABOUT;
    const values = properties as Record<string, unknown> | null | undefined;
    const about = ABOUT[name].map((key) => values?.[key]).find((one) => typeof one === "string");
    return t(`events.${name}`, { about: short(String(about ?? "")) }).trim();
  };
}

/** `custom:created_a_task` → `Created a task`: what developers call it, as people would write it. */
export function readable(name: string): string {
  const words = short(name.slice(CUSTOM.length).replaceAll("_", " "));
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function useFactText(): (fact: Fact) => string {
  const { t, i18n } = useTranslation("contacts");
  const known = useNames();
  const words = { language: i18n.language, yes: t("value.yes"), no: t("value.no") };
  const say = (value: unknown) => short(reads(value as Value, words));
  return ({ change, flow, step, text }) => {
    const names = { flow: flow?.name ?? "", step: step?.name ?? "" };
    switch (change.kind) {
      case "property_changed":
        if (change.to === null || change.to === undefined) {
          return t("facts.cleared", { name: short(change.name) });
        }
        return t("facts.property", { name: short(change.name), value: say(change.to) });
      case "tag_added":
      case "tag_removed":
        return t(`facts.${change.kind}`, { tag: short(change.tag) });
      case "score_adjusted":
        return t("facts.score", {
          points: `${change.points > 0 ? "+" : "−"}${Math.abs(change.points)}`,
          category: change.category,
          score: change.score,
          reason: short(change.reason),
        });
      case "stage_changed":
        return t("facts.stage", { stage: t(`app:stages.${change.to}`) });
      case "segment_entered":
      case "segment_left":
        return t(`facts.${change.kind}`, { segment: known.segment(change.segment) });
      case "enrolled":
        return t("facts.enrolled", names);
      case "waiting":
        return t("facts.waiting", names);
      case "ended":
        if (typeof change.reason === "object") return text;
        return t(`facts.ended.${change.reason}`, names);
      case "goal_reached":
        return t("facts.goal", names);
      case "deal_created":
        return t("facts.deal_created", { deal: short(change.deal.name) });
      case "task_assigned":
        return t("facts.task_assigned", { task: short(change.task.title) });
      case "task_completed":
        return t("facts.task_completed");
      case "effect_queued":
        return t("facts.effect_queued", names);
      default:
        return text;
    }
  };
}
