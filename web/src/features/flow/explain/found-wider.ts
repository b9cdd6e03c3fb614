/** What was found where a rule asks about dates, hours, numbers and values of events. Pure. */
import type { TFunction } from "i18next";
import { dayText } from "@/features/rule/phrases";
import { number } from "../words/values";
import type { Speech } from "../words/words";
import type { ExplainedClause } from "./queries";
import { moment } from "./times";

type T = TFunction<"explain">;
type Of<K extends ExplainedClause["kind"]> = Extract<ExplainedClause, { kind: K }>;

export function filledIn(
  { language }: Speech,
  t: T,
  { filled_in: names }: Of<"filled_in">,
): string {
  if (names.length === 0) return t("found.noneFilledIn");
  return t("found.filledIn", { names: new Intl.ListFormat(language).format(names) });
}

/** Of an anniversary the days are those until it comes round. */
export function date(speech: Speech, t: T, { date: day, days }: Of<"date">): string {
  if (day == null || days == null) return t("found.unknown");
  const relative = new Intl.RelativeTimeFormat(speech.language, { numeric: "auto" });
  return t("found.date", {
    date: dayText(Date.parse(day), speech),
    when: relative.format(days, "day"),
  });
}

export function clock({ language }: Speech, t: T, { local, zone }: Of<"local_time">): string {
  const format = new Intl.DateTimeFormat(language, {
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: "UTC",
  });
  return t("found.clock", { time: format.format(Date.parse(`${local}Z`)), zone });
}

export function eventNumber(speech: Speech, t: T, clause: Of<"number">): string {
  const { number: found, events, or_more } = clause;
  if (found == null) return t("found.noNumber");
  const values = { value: number(speech, found), count: events };
  return t(or_more ? "found.numberOfLatest" : "found.numberOf", values);
}

export function values(t: T, { values: count, or_more }: Of<"values">): string {
  return t(or_more ? "found.valuesOrMore" : "found.values", { count });
}

/** The pair that began last, and what may still become one. */
export function sequence({ language }: Speech, t: T, { began, open }: Of<"sequence">): string {
  const parts = [
    began ? t("found.began", { when: moment(began, language) }) : t("found.notYet"),
    ...(open ? [t("found.open", { when: moment(open, language) })] : []),
  ];
  return parts.join(" ");
}
