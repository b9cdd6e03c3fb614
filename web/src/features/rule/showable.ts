/**
 * Whether fields and sentence can show all of a condition. What they cannot show, such as what only a
 * newer server knows, is told as it is written, and kept. Pure.
 */
import { WEEKDAYS } from "./local-time";
import { COMPARISONS, DATES, EVENTS, ROUNDS, type Rule, UNITS, variant } from "./rule";
import { TESTS } from "./tests";
import { CUSTOM } from "./words";

type Check = (part: unknown) => boolean;

const isText: Check = (part) => typeof part === "string";
const isNumber: Check = (part) => typeof part === "number";
const isAnything: Check = () => true;
const isEvent: Check = (part) =>
  typeof part === "string" &&
  (part === "" || part.startsWith(CUSTOM) || EVENTS.some((event) => event === part));

const maybe =
  (check: Check): Check =>
  (part) =>
    part === undefined || part === null || check(part);
const listOf =
  (check: Check): Check =>
  (part) =>
    Array.isArray(part) && part.every(check);
const oneOf =
  (names: readonly string[]): Check =>
  (part) =>
    isText(part) && names.includes(part as string);

/** An object with these members and no others. */
const record =
  (members: Record<string, Check>): Check =>
  (part) =>
    isRecord(part) &&
    Object.keys(part).every((name) => name in members) &&
    Object.entries(members).every(([name, check]) => check(part[name]));

/** An object with one member, which is one of these. */
const variantOf =
  (names: readonly string[], content: Check): Check =>
  (part) => {
    if (!isRecord(part)) return false;
    const [name, value] = variant(part);
    return Object.keys(part).length === 1 && names.includes(name) && content(value);
  };

const isSpan = variantOf(UNITS, isNumber);
const isComparison = variantOf(COMPARISONS, isNumber);
const isCondition = record({ name: isText, test: variantOf(TESTS, isAnything) });
const isMatch = record({ event: isEvent, where: maybe(listOf(isCondition)) });
const ofEvents = record({
  of: isMatch,
  property: isText,
  is: isComparison,
  within: maybe(isSpan),
});

const isRound: Check = (part) => part === "today" || variantOf(ROUNDS, isNumber)(part);

const SHAPES: Readonly<Record<string, Check>> = {
  property: isCondition,
  company: isCondition,
  filled_in: record({ of: listOf(isText), is: isComparison }),
  anniversary: record({ property: isText, is: isRound }),
  date: record({ property: isText, is: variantOf(DATES, isNumber) }),
  local_time: record({
    weekdays: maybe(listOf(oneOf(WEEKDAYS))),
    from: maybe(isText),
    to: maybe(isText),
  }),
  count: record({ of: isMatch, times: isComparison, within: maybe(isSpan) }),
  sum: ofEvents,
  min: ofEvents,
  max: ofEvents,
  distinct: ofEvents,
  // biome-ignore lint/suspicious/noThenProperty: the document calls it so; nothing awaits it
  sequence: record({ first: isMatch, then: isMatch, at_most: isSpan, within: maybe(isSpan) }),
  never: isMatch,
  last_occurred: record({ of: isMatch, more_than_ago: isSpan, if_never: maybe(isText) }),
};

export function isShowable(rule: Rule): boolean {
  const [leaf, content] = variant(rule);
  return SHAPES[leaf]?.(content) ?? true;
}

function isRecord(part: unknown): part is Record<string, unknown> {
  return typeof part === "object" && part !== null && !Array.isArray(part);
}
