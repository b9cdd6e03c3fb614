/** What was done, from the audit log, in the reader's language. What is newer than our words is told as it is. */
import { useTranslation } from "react-i18next";
import { useNames } from "@/features/rule/useRuleSentence";

/** "Flow published". */
export function useVerbText(): (verb: string) => string {
  const { t } = useTranslation("settings");
  return (verb) => t(`audit.verbs.${verb}`, { defaultValue: verb.replace(/[._]/g, " ") });
}

/** "role: Marketer · disabled": what was changed, as far as it is worth a word. */
export function useDetailsText(): (details: Record<string, unknown>) => string {
  const { t } = useTranslation("settings");
  const names = useNames();
  const one = (name: string, value: unknown): string => {
    switch (name) {
      case "version":
        return t("audit.details.version", { version: value });
      case "stage":
        return t("audit.details.stage", { stage: names.stage(null, String(value)) });
      case "zone":
        // It is what the deed was done to.
        return "";
      case "kind":
        return t(`sources:kinds.${value}.name`, { defaultValue: String(value) });
      case "role":
        return t("audit.details.role", { role: t(`app:roles.${value}`) });
      case "disabled":
        return t(value ? "audit.details.disabled" : "audit.details.enabled");
      case "reason":
        return value === "fuse" ? "" : String(value);
      case "per_hour":
        return t("audit.details.per_hour", { count: Number(value) });
      default:
        return `${name.replaceAll("_", " ")}: ${plain(value)}`;
    }
  };
  return (details) =>
    Object.entries(details)
      .map(([name, value]) => one(name, value))
      .filter(Boolean)
      .join(" · ");
}

const plain = (value: unknown) => (typeof value === "object" ? JSON.stringify(value) : value);
