/** Whether anything of a rule still has to be filled in. What is wrong beyond that, the server says. Pure. */
import { hoursReversed } from "./local-time";
import {
  type Condition,
  type DealTest,
  type EventMatch,
  type FlowRule,
  groupOf,
  type LocalTime,
  plain,
  type Rule,
  variant,
} from "./rule";

export function unfinished(rule: Rule): boolean {
  const { rule: inner } = plain(rule);
  const group = groupOf(inner);
  if (group !== undefined) return group.rules.length === 0 || group.rules.some(unfinished);
  if ("tag" in inner) return inner.tag === "";
  if ("segment" in inner) return inner.segment === "";
  if ("stage" in inner) return inner.stage.length === 0;
  if ("property" in inner) return openCondition(inner.property);
  if ("company" in inner) return openCondition(inner.company);
  if ("deal" in inner) return isEmptyList(inner.deal.is);
  if ("flow" in inner) return openFlow(inner.flow);
  if ("filled_in" in inner) return inner.filled_in.of.length === 0;
  if ("anniversary" in inner) return openName(inner.anniversary.property);
  if ("date" in inner) return openName(inner.date.property);
  if ("local_time" in inner) return openTime(inner.local_time);
  return openBehaviour(inner);
}

function openBehaviour(rule: Rule): boolean {
  if ("count" in rule) return openMatch(rule.count.of);
  if ("never" in rule) return openMatch(rule.never);
  if ("last_occurred" in rule) return openMatch(rule.last_occurred.of);
  if ("sequence" in rule) return openMatch(rule.sequence.first) || openMatch(rule.sequence.then);
  if ("sum" in rule) return openPropertyOf(rule.sum);
  if ("min" in rule) return openPropertyOf(rule.min);
  if ("max" in rule) return openPropertyOf(rule.max);
  if ("distinct" in rule) return openPropertyOf(rule.distinct);
  return false;
}

function openMatch({ event, where = [] }: EventMatch): boolean {
  return event === "" || event === "custom:" || where.some(openCondition);
}

function openPropertyOf({ of, property }: { of: EventMatch; property: string }): boolean {
  return openMatch(of) || openName(property);
}

/** `{in_stage: []}`, which is nobody's. */
function isEmptyList(is: DealTest): boolean {
  return typeof is === "object" && is.in_stage.length === 0;
}

function openFlow({ flow, is }: FlowRule): boolean {
  return flow === "" || (typeof is === "object" && is.waits_at === "");
}

function openCondition({ name, test }: Condition): boolean {
  const [, value] = variant(test);
  return openName(name) || value === "" || (Array.isArray(value) && value.length === 0);
}

/** No day, no hour: it is always some time of some day. */
function openTime(time: LocalTime): boolean {
  const { weekdays = [], from, to } = time;
  return (weekdays.length === 0 && !from && !to) || hoursReversed(time);
}

const openName = (name: string) => name.trim() === "";
