/** Dates, anniversaries and times of the week, as the middle of a sentence. Pure. */
import { rows, WEEKDAYS, weekdayName } from "./local-time";
import { listed, nameText, type Speech, say, spanText } from "./phrases";
import { type LocalTime, type Rule, variant } from "./rule";

/** Undefined: the rule is about something else. */
export function calendarText(rule: Rule, speech: Speech): string | undefined {
  if ("anniversary" in rule) {
    const { property, is } = rule.anniversary;
    const [how, days] = typeof is === "string" ? [is, 0] : variant(is);
    return daysText(`anniversary.${how}`, property, Number(days), speech);
  }
  if ("date" in rule) {
    const { property, is } = rule.date;
    const [how, days] = variant(is);
    const today = days === 0 && how.startsWith("within");
    return daysText(`date.${today ? "today" : how}`, property, Number(days), speech);
  }
  return "local_time" in rule ? timeText(rule.local_time, speech) : undefined;
}

function daysText(key: string, property: string, days: number, speech: Speech): string {
  return say(speech, key, { property: nameText(property), span: spanText({ days }, speech) });
}

/** Monday–Friday, from 09:00 to 17:00. */
function timeText({ weekdays = [], from, to }: LocalTime, speech: Speech): string {
  const hours = from && to ? "fromTo" : from ? "from" : "to";
  const parts = [
    ...(weekdays.length > 0 ? [weekdaysText(weekdays, speech)] : []),
    ...(from || to ? [say(speech, `localTime.${hours}`, { from, to })] : []),
  ];
  return say(speech, "localTime.is", { when: parts.join(", ") });
}

/** Three days or more in a row are said by the first and the last. */
function weekdaysText(days: NonNullable<LocalTime["weekdays"]>, { language }: Speech): string {
  const name = (day: (typeof WEEKDAYS)[number]) => weekdayName(day, language, "long");
  const said = rows(days).flatMap(([first, last]) => {
    const between = WEEKDAYS.indexOf(last) - WEEKDAYS.indexOf(first);
    if (between > 1) return [`${name(first)}–${name(last)}`];
    return between === 1 ? [name(first), name(last)] : [name(first)];
  });
  return listed(said, language);
}
