/** Events and facts in the person's language. What is newer than our words, the server says. */
import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { flowsQuery } from "@/app/flows-query";
import { short } from "@/app/shared/foreign";
import { useNames } from "@/features/rule/useRuleSentence";
import type { Fact, TimelineEntry } from "./queries";
import { useTold } from "./told";
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

/** The category of points that were given for nothing in particular. */
const GENERAL = "general";

export function isCustom(name: string): boolean {
  return name.startsWith(CUSTOM);
}

export function useEventText(): (entry: Shown) => string {
  const { t } = useTranslation("contacts");
  const told = useTold();
  return ({ event, text, properties }) => {
    if (isCustom(event.name)) return readable(event.name);
    // What was changed by hand stands below, fact by fact.
    if (event.name === "edit") return t("events.edit");
    if (!(event.name in ABOUT)) return told(text);
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
  const told = useTold();
  const flows = useQuery(flowsQuery).data?.items;
  const flowName = (id: string) => flows?.find((one) => one.id === id)?.name ?? id;
  const words = { language: i18n.language, yes: t("value.yes"), no: t("value.no") };
  const say = (value: unknown) => short(reads(value as Value, words));
  return ({ change, flow, step, text }) => {
    const names = { flow: flow?.name ?? "", step: step?.name ?? "" };
    switch (change.kind) {
      case "identified":
        return t(`facts.identified.${change.by}`, { value: short(change.value) });
      case "property_changed":
        if (change.to === null || change.to === undefined) {
          return t("facts.cleared", { name: short(change.name) });
        }
        return t("facts.property", { name: short(change.name), value: say(change.to) });
      case "company_changed":
        return t(`facts.company.${newsOf(change)}`, {
          name: short(change.name ?? ""),
          changed: short(change.changed.join(", ")),
        });
      case "tag_added":
      case "tag_removed":
        return t(`facts.${change.kind}`, { tag: short(change.tag) });
      case "score_adjusted":
        return scoreText(t, change);
      case "stage_changed":
        return t("facts.stage", { stage: t(`app:stages.${change.to}`) });
      case "disqualified":
        return t("facts.disqualified", { reason: short(change.reason) });
      case "requalified":
        return t("facts.requalified");
      case "segment_entered":
      case "segment_left":
        return t(`facts.${change.kind}`, { segment: known.segment(change.segment) });
      case "enrolled":
        return t("facts.enrolled", names);
      case "waiting":
        return t("facts.waiting", names);
      case "migrated":
        return t("facts.migrated", { ...names, version: change.to });
      case "ended":
        return typeof change.reason === "object"
          ? t("facts.ended.failed", { ...names, why: told(change.reason.failed.why) })
          : t(`facts.ended.${change.reason}`, names);
      case "goal_reached":
        return t("facts.goal", names);
      case "refused":
        return t("facts.refused", { flow: flowName(change.flow), why: told(change.why) });
      case "step_failed":
        // Without a step, it is a change by hand that came too late.
        if (step === null || step === undefined) return told(change.why);
        return t("facts.step_failed", { ...names, why: told(change.why) });
      case "deal_created":
        return t("facts.deal_created", { deal: short(change.deal.name) });
      case "deal_moved":
        return t("facts.deal_moved", {
          from: known.stage(null, change.from),
          to: known.stage(null, change.to),
        });
      case "task_assigned":
        return t("facts.task_assigned", { task: short(change.task.title) });
      case "task_completed":
        return t("facts.task_completed");
      case "effect_queued":
        return t("facts.effect_queued", names);
      case "merged":
        return t("facts.merged");
      case "stopped":
        return t("facts.stopped", {
          count: change.dropped,
          flows: change.flows.map(flowName).join(", "),
        });
      case "created":
      case "stepped":
      case "heard":
        return told(text);
      default:
        return newer(change, text);
    }
  };
}

type CompanyChanged = Extract<Fact["change"], { kind: "company_changed" }>;

function newsOf({ company, joined }: CompanyChanged) {
  if (company == null) return "none";
  return joined ? "joined" : "news";
}

type ScoreAdjusted = Extract<Fact["change"], { kind: "score_adjusted" }>;

function scoreText(t: TFunction<"contacts">, change: ScoreAdjusted): string {
  const { category, points, score, reason } = change;
  const said = t(category === GENERAL ? "facts.score" : "facts.scoreOf", {
    count: Math.abs(points),
    points: `${points > 0 ? "+" : "−"}${Math.abs(points)}`,
    category: short(category),
    score,
  });
  return reason === "" ? said : `${said}: ${short(reason)}`;
}

/** A kind of change that this screen is too old for; one that is forgotten above does not compile. */
const newer = (_: never, text: string): string => short(text);

/** A category by the name that people gave it; the one that is there from the start has ours. */
export function useCategoryName(): (category: string) => string {
  const { t } = useTranslation("contacts");
  return (category) => (category === GENERAL ? t("general") : short(category));
}
