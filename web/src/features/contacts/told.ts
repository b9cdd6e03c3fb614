/**
 * What the server tells as an English sentence and nothing else: the causes on a receipt, and why a
 * step could not be done. It is taken apart here, to be said in the reader's language; a sentence
 * that is not known stays as it is.
 */
import { useTranslation } from "react-i18next";
import { short } from "@/app/shared/foreign";
import { useNames } from "@/features/rule/useRuleSentence";

/** The key of our text, and the sentence with what is to stand in the text. */
export const SENTENCES: readonly (readonly [key: string, sentence: RegExp])[] = [
  ["events.page_visited", /^Visited the page(?: (?<about>.+))?$/],
  ["events.screen_viewed", /^Saw the screen(?: (?<about>.+))?$/],
  ["events.company_joined", /^Belongs to the company(?: (?<about>.+))?$/],
  ["events.meeting_booked", /^Booked the meeting(?: (?<about>.+))?$/],
  ["events.meeting_cancelled", /^The meeting(?: (?<about>.+))? was cancelled$/],
  ["events.meeting_rescheduled", /^Moved the meeting(?: (?<about>.+))?$/],
  ["events.meeting_missed", /^Did not come to the meeting(?: (?<about>.+))?$/],
  ["events.form_submitted", /^Submitted the form(?: (?<about>.+))?$/],
  ["events.wake", /^A time had come$/],
  ["events.identify", /^Was identified(?:, with .+)?$/],
  ["events.merge", /^Turned out to be the same person as (?<name>.+) \(\w+\)$/],
  ["events.answer", /^A request to another system arrived$/],
  ["events.givenUp", /^A request to another system was given up: (?<why>.+)$/],
  ["events.end", /^The flow (?<flow>.+) was archived$/],
  ["events.company", /^The company (?<name>.+) was changed$/],
  ["events.companyLeft", /^(?<by>.+) took the contact out of its company$/],
  ["events.companySet", /^(?<by>.+) said that it works for \S+$/],
  ["events.requalified", /^(?<by>.+) requalified the contact$/],
  ["facts.created", /^Became known$/],
  ["facts.identified.email", /^Known by the address (?<value>.+)$/],
  ["facts.identified.user_id", /^Known by the user id (?<value>.+)$/],
  ["facts.identified.anonymous_id", /^Known by a device$/],
  ["facts.company.none", /^Works for no company any more$/],
  ["facts.company.joined", /^Works for (?<name>.+)$/],
  ["facts.company.news", /^News of (?<name>.+): (?<changed>.+)$/],
  ["facts.tag_added", /^Got the tag (?<tag>.+)$/],
  ["facts.tag_removed", /^Lost the tag (?<tag>.+)$/],
  ["facts.segment_entered", /^Entered the segment (?<segment>.+)$/],
  ["facts.segment_left", /^Left the segment (?<segment>.+)$/],
  ["facts.enrolled", /^Entered the flow (?<flow>.+)$/],
  ["facts.waiting", /^Waits at “(?<step>.+?)” in (?<flow>.+?)(?: until \S+ at the latest)?$/],
  ["facts.goal", /^Reached the goal “.+” of (?<flow>.+)$/],
  ["facts.stage", /^Lifecycle stage (?<stage>\w+)(?:, before \w+)?$/],
  ["facts.disqualified", /^Was disqualified: (?<reason>.+)$/],
  ["facts.requalified", /^Was requalified$/],
  ["facts.cleared", /^(?<name>\S+) was cleared$/],
  ["facts.deal_moved", /^deal_\w+ moved from (?<from>\S+) to (?<to>\S+)$/],
  ["facts.property", /^(?<name>\S+) is (?<value>.+?)(?:, before .+)?$/],
  ["why.twice", /^The contact came to this step a second time without a wait in between\.$/],
  ["why.noOpenDeal", /^The contact has no open deal in `(?<pipeline>.+)`\.$/],
  ["why.noDeal", /^The contact has no deal .+\.$/],
  ["why.noStage", /^(?:The pipeline )?`(?<pipeline>.+)` has no (?:such stage|stage `.+`)\.$/],
  [
    "why.noKey",
    /^The event has no `(?<property>.+)`, by which this flow tells enrolments apart\.$/,
  ],
  ["why.notMade", /^The edit by (?<by>.+) was not made: (?<why>.+)$/],
];

/** The key and what stands in the sentence; null: nobody knows it. */
export function takenApart(sentence: string): { key: string; values: Values } | null {
  for (const [key, pattern] of SENTENCES) {
    const match = pattern.exec(sentence);
    if (match) return { key, values: filled(match.groups ?? {}) };
  }
  return null;
}

type Values = Record<string, string>;

/** What was left out of a sentence is an empty text in ours. */
function filled(groups: Record<string, string | undefined>): Values {
  return Object.fromEntries(Object.entries(groups).map(([name, text]) => [name, text ?? ""]));
}

export function useTold(): (sentence: string) => string {
  const { t } = useTranslation("contacts");
  const names = useNames();
  const told = (sentence: string): string => {
    const found = takenApart(sentence);
    if (found === null) return short(sentence);
    const { stage, pipeline, from, to, why, ...rest } = found.values;
    const values = Object.entries(rest).map(([name, text]) => [name, short(text)]);
    const said = t(found.key, {
      ...Object.fromEntries(values),
      ...(stage && { stage: t(`app:stages.${stage.toLowerCase()}`) }),
      ...(pipeline && { pipeline: names.pipeline(pipeline) }),
      ...(from && { from: names.stage(null, from) }),
      ...(to && { to: names.stage(null, to) }),
      ...(why && { why: told(why) }),
    });
    return String(said).trim();
  };
  return told;
}
