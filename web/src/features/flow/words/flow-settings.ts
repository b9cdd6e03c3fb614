/** The settings of a flow itself as text: what is told of them when they change. */
import { chosenVariant, isRecord } from "../model/schema";
import { ruleText, span } from "./values";
import { choiceName, type Speech } from "./words";

/** `path` is a field of the document, such as `reentry`. */
export function flowSettingText(speech: Speech, path: string, value: unknown): string {
  if (value === undefined || value === null || value === "") return "—";
  switch (path) {
    case "exit_when":
      return ruleText(speech, value);
    case "reentry":
      return reentryText(speech, value);
    case "key":
      return String(isRecord(value) ? value.property : value);
    case "ceiling":
      return speech.t("flow.perHour", { count: Number(isRecord(value) ? value.per_hour : value) });
    default:
      return String(value);
  }
}

function reentryText(speech: Speech, value: unknown): string {
  const chosen = chosenVariant(value);
  if (chosen?.name === "once_per") {
    return speech.t("flow.oncePer", { span: span(speech, chosen.value) });
  }
  return choiceName(speech, undefined, chosen?.name ?? String(value));
}
