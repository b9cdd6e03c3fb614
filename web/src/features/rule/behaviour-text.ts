/** What somebody did, as the middle of a sentence. Pure. */
import {
  comparisonText,
  eventNoun,
  eventText,
  nameText,
  type Speech,
  say,
  spanText,
} from "./phrases";
import {
  type EventMatch,
  type EventNumber,
  type Rule,
  type Sequence,
  type Span,
  variant,
} from "./rule";

/** Undefined: the rule is about something else. */
export function behaviourText(rule: Rule, speech: Speech): string | undefined {
  if ("count" in rule) {
    const { of, times, within } = rule.count;
    const [how, count] = variant(times);
    return inWindow("count", within, speech, {
      event: eventText(of, speech),
      times: say(speech, `times.${how}`, { count: Number(count) }),
    });
  }
  if ("never" in rule) return say(speech, "never", { event: eventText(rule.never, speech) });
  if ("last_occurred" in rule) {
    const { of, more_than_ago } = rule.last_occurred;
    const values = { event: eventText(of, speech), span: spanText(more_than_ago, speech) };
    return say(speech, "lastOccurred", values);
  }
  if ("sum" in rule) return numberOf("sum", rule.sum, speech);
  if ("min" in rule) return numberOf("min", rule.min, speech);
  if ("max" in rule) return numberOf("max", rule.max, speech);
  if ("distinct" in rule) return numberOf("distinct", rule.distinct, speech);
  if ("sequence" in rule) return sequenceText(rule.sequence, speech);
  return undefined;
}

type Asked = Pick<EventNumber, "property" | "is" | "within"> & { of: EventMatch };

function numberOf(what: string, { of, property, is, within }: Asked, speech: Speech): string {
  return inWindow(what, within, speech, {
    event: eventNoun(of, speech),
    property: nameText(property),
    number: comparisonText(is, speech),
  });
}

function sequenceText({ first, then, at_most, within }: Sequence, speech: Speech): string {
  const said = say(speech, "sequence", {
    first: eventText(first, speech),
    second: eventText(then, speech),
    span: spanText(at_most, speech),
  });
  return within ? say(speech, "bothWithin", { said, span: spanText(within, speech) }) : said;
}

/** Each of these sentences there is with and without a window. */
function inWindow(
  what: string,
  within: Span | null | undefined,
  speech: Speech,
  values: Record<string, unknown>,
): string {
  if (!within) return say(speech, what, values);
  return say(speech, `within.${what}`, { ...values, span: spanText(within, speech) });
}
