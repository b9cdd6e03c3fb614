/** A rule as a sentence, with its structure kept by brackets. Pure, so that it can be tested in each language. */
import { behaviourText } from "./behaviour-text";
import { calendarText } from "./calendar-text";
import {
  BLANK,
  comparisonText,
  conditionText,
  listed,
  nameText,
  type Speech,
  say,
} from "./phrases";
import { asWritten, type FlowRule, groupOf, type Rule } from "./rule";
import { isShowable } from "./showable";

export function sentence(rule: Rule, speech: Speech): string {
  const text = clause(rule, speech);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The same as the middle of a sentence. */
export function clause(rule: Rule, speech: Speech, nested = false): string {
  const group = groupOf(rule);
  if (group === undefined) return leafText(rule, speech);
  if (group.rules.length === 0) return say(speech, group.how === "all" ? "everybody" : "nobody");
  const joined = group.rules
    .map((one) => clause(one, speech, true))
    .join(` ${say(speech, group.how)} `);
  return nested && group.rules.length > 1 ? `(${joined})` : joined;
}

function leafText(rule: Rule, speech: Speech): string {
  const { t, names, language } = speech;
  if (!isShowable(rule)) return asWritten(rule);
  if ("not" in rule) return negated(rule.not, speech);
  if ("property" in rule) return conditionText(rule.property, speech);
  if ("company" in rule)
    return say(speech, "company", { condition: conditionText(rule.company, speech) });
  if ("tag" in rule) return say(speech, "tag", { tag: rule.tag || BLANK });
  if ("score" in rule) {
    const { category, points } = rule.score;
    const values = { category, points: comparisonText(points, speech) };
    return say(speech, category ? "scoreOf" : "score", values);
  }
  if ("stage" in rule) {
    const stages = rule.stage.map((stage) => t(`app:stages.${stage}`));
    return say(speech, "stage", { stages: listed(stages, language) });
  }
  if ("segment" in rule)
    return say(speech, "segment", { segment: names.segment(rule.segment) || BLANK });
  if ("deal" in rule) return dealText(rule.deal, speech);
  if ("flow" in rule) return flowText(rule.flow, speech);
  if ("filled_in" in rule) {
    const { of, is } = rule.filled_in;
    const properties = listed(of.map(nameText), language, "conjunction");
    return say(speech, "filledIn", { number: comparisonText(is, speech), properties });
  }
  return calendarText(rule, speech) ?? behaviourText(rule, speech) ?? asWritten(rule);
}

/** What people ask most often has a *not* of its own; the rest is denied as a whole. */
function negated(rule: Rule, speech: Speech): string {
  if ("tag" in rule) return say(speech, "noTag", { tag: rule.tag || BLANK });
  if ("segment" in rule)
    return say(speech, "notInSegment", { segment: speech.names.segment(rule.segment) || BLANK });
  return say(speech, "not", { rule: clause(rule, speech, true) });
}

type DealRule = Extract<Rule, { deal: unknown }>["deal"];

function dealText({ is, pipeline }: DealRule, speech: Speech): string {
  const { names, language } = speech;
  const stages =
    typeof is === "string" ? [] : is.in_stage.map((stage) => names.stage(pipeline, stage));
  const said =
    typeof is === "string"
      ? say(speech, `deal.${is}`)
      : say(speech, "deal.inStage", { stages: listed(stages, language) });
  if (!pipeline) return said;
  return say(speech, "inPipeline", { deal: said, pipeline: names.pipeline(pipeline) });
}

function flowText({ flow, is }: FlowRule, speech: Speech): string {
  const { names } = speech;
  const known = { flow: names.flow(flow) || BLANK };
  if (typeof is === "string") return say(speech, `flow.${is}`, known);
  const step = names.step(flow, is.waits_at) || BLANK;
  return say(speech, "flow.waits_at", { ...known, step });
}
