/** What a clause of a rule asked, what it found, and how near that is, in the user's words. Pure. */
import type { TFunction } from "i18next";
import { testText } from "@/features/rule/phrases";
import type { Test } from "@/features/rule/rule";
import { sentence } from "@/features/rule/sentence";
import { TESTS } from "@/features/rule/tests";
import { isRecord } from "../model/schema";
import { number, valueText } from "../words/values";
import type { Speech } from "../words/words";
import { clock, date, eventNumber, filledIn, sequence, values } from "./found-wider";
import type { ExplainedClause } from "./queries";
import { moment } from "./times";

/** What was asked, as a sentence. */
export function asked(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  if (!("asked" in clause)) return t(`clause.${clause.kind}`);
  return sentence(clause.asked, speech);
}

/** What was asked of an event's property, which the server tells in English: "starts with /blog". */
export function askedOfEvent(speech: Speech, asked: string): string {
  const how = [...TESTS]
    .sort((a, b) => b.length - a.length)
    .find((test) => asked.startsWith(`${test.replaceAll("_", " ")} `));
  if (asked === "any value" || asked === "no value")
    return testText({ exists: asked === "any value" }, speech);
  if (how === undefined) return asked;
  const value = asked.slice(how.length + 1);
  switch (how) {
    case "is_any_of":
      return testText({ [how]: value.split(", ") } as Test, speech);
    case "between":
      return testText({ between: value.split(" and ").map(Number) } as Test, speech);
    case "before":
    case "after":
      return testText({ [how]: Date.parse(value) } as Test, speech);
    default:
      return testText(
        { [how]: Number.isNaN(Number(value)) ? value : Number(value) } as Test,
        speech,
      );
  }
}

/** What was found instead, or as well. */
export function found(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  const since = (at: string) => moment(at, speech.language);
  switch (clause.kind) {
    case "property":
      return clause.value == null
        ? t("found.unknown")
        : t("found.is", { value: propertyText(speech, clause.value) });
    case "tag":
    case "segment":
      return clause.since
        ? t(`found.${clause.kind}`, { when: since(clause.since) })
        : t(`found.${clause.kind}Not`);
    case "score":
      return t("found.is", { value: number(speech, clause.points) });
    case "stage":
      return clause.stage
        ? t("found.is", { value: t(`app:stages.${clause.stage}`) })
        : t("found.unknown");
    case "deal":
      return deals(speech, t, clause.deals);
    case "count":
      return t(clause.or_more ? "found.timesOrMore" : "found.times", { count: clause.times });
    case "flow":
      return standing(speech, t, clause);
    case "filled_in":
      return filledIn(speech, t, clause);
    case "date":
      return date(speech, t, clause);
    case "local_time":
      return clock(speech, t, clause);
    case "number":
      return eventNumber(speech, t, clause);
    case "values":
      return values(t, clause);
    case "sequence":
      return sequence(speech, t, clause);
    case "last_occurred":
      return clause.at ? t("found.last", { when: since(clause.at) }) : t("found.never");
    default:
      return "";
  }
}

/** Times of properties are told as `{"time": "…"}`. */
function propertyText(speech: Speech, value: unknown): string {
  const time = isRecord(value) ? value.time : undefined;
  return typeof time === "string" ? moment(time, speech.language) : valueText(speech, value);
}

type Deals = Extract<ExplainedClause, { kind: "deal" }>["deals"];

function deals({ names }: Speech, t: TFunction<"explain">, all: Deals): string {
  if (all.length === 0) return t("found.noDeal");
  const stands = ({ name, pipeline, stage }: Deals[number]) =>
    t("found.deal", { name, stage: names.stage(pipeline, stage) });
  return all.map(stands).join(" ");
}

type Flow = Extract<ExplainedClause, { kind: "flow" }>;

/** Where it was in the flow, or how often it came so far. */
function standing({ names }: Speech, t: TFunction<"explain">, clause: Flow): string {
  const { asked, at, entered, finished, goals } = clause;
  if (!("flow" in asked)) return "";
  const { flow, is } = asked.flow;
  const often = (count: number) => (count > 0 ? t("found.times", { count }) : t("found.never"));
  switch (is) {
    case "entered":
      return often(entered);
    case "finished":
      return often(finished);
    case "reached_goal":
      return often(goals);
  }
  if (at.length === 0) return t("found.outside");
  if (is === "inside") return t("found.inside");
  return at.map((step) => t("found.atStep", { step: names.step(flow, step) })).join(" ");
}

/** By how much the number would have to rise or fall. */
export function nearness(speech: Speech, t: TFunction<"explain">, clause: ExplainedClause): string {
  const missing = "missing" in clause ? (clause.missing ?? 0) : 0;
  if (missing === 0) return "";
  return t(missing > 0 ? "near.short" : "near.over", { by: number(speech, Math.abs(missing)) });
}
