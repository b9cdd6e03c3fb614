import { expect, test } from "vitest";
import { fresh } from "./fresh";
import { asGroup, asWritten, LEAVES, plain, type Rule, simplest, withNot } from "./rule";
import { isShowable } from "./showable";
import { unfinished } from "./unfinished";

const tag = (name: string): Rule => ({ tag: name });

test("a not stands apart, and two cancel out", () => {
  expect(plain({ not: tag("a") })).toEqual({ rule: tag("a"), negated: true });
  expect(plain({ not: { not: tag("a") } })).toEqual({ rule: tag("a"), negated: false });
  expect(withNot(tag("a"), true)).toEqual({ not: tag("a") });
});

test("a single condition is shown as a group and stored as itself", () => {
  expect(asGroup(tag("a"))).toEqual({ how: "all", rules: [tag("a")] });
  expect(simplest({ all: [{ any: [tag("a")] }] })).toEqual(tag("a"));
  expect(simplest({ all: [tag("a"), tag("b")] })).toEqual({ all: [tag("a"), tag("b")] });
  expect(simplest({ all: [] })).toEqual({ all: [] });
});

test("what is not filled in is found, however deep", () => {
  expect(unfinished({ all: [] })).toBe(true);
  expect(unfinished({ any: [tag("a"), { not: { all: [tag("")] } }] })).toBe(true);
  expect(unfinished({ property: { name: "city", test: { is: "" } } })).toBe(true);
  expect(unfinished({ never: { event: "custom:" } })).toBe(true);
  expect(unfinished({ deal: { is: { in_stage: [] } } })).toBe(true);
  expect(unfinished({ flow: { flow: "nurture", is: { waits_at: "" } } })).toBe(true);
  expect(unfinished({ flow: { flow: "nurture", is: "entered" } })).toBe(false);
  expect(unfinished({ any: [tag("a"), { not: tag("b") }] })).toBe(false);
});

test("a new condition says what is missing, or is complete", () => {
  const leaves = Object.values(LEAVES).flat();
  expect(leaves.filter((leaf) => !isShowable(fresh(leaf)))).toEqual([]);
  expect(leaves.filter((leaf) => unfinished(fresh(leaf)))).toEqual([
    ...["property", "company", "filled_in", "tag", "segment", "flow"],
    ...["sum", "min", "max", "anniversary", "date"],
  ]);
});

test("hours that are never are not whole, nor is a time that is always", () => {
  expect(unfinished({ local_time: { from: "22:00", to: "06:00" } })).toBe(true);
  expect(unfinished({ local_time: { weekdays: ["monday"], to: "00:00" } })).toBe(true);
  expect(unfinished({ local_time: { weekdays: [] } })).toBe(true);
  expect(unfinished({ local_time: { from: "22:00" } })).toBe(false);
  expect(unfinished({ local_time: { weekdays: ["sunday"] } })).toBe(false);
});

test("what the fields cannot show whole is not shown in part", () => {
  const shown = (rule: object) => isShowable(rule as Rule);
  expect(shown({ anniversary: { property: "birthday", is: { in_months: 2 } } })).toBe(false);
  expect(shown({ local_time: { weekdays: ["monday"], zone: "UTC" } })).toBe(false);
  expect(shown({ count: { of: { event: "mail_opened" }, times: { at_least: 1 } } })).toBe(false);
  expect(
    shown({ sum: { of: { event: "custom:x" }, property: "a", is: { between: [1, 2] } } }),
  ).toBe(false);
  expect(shown({ of_tomorrow: {} })).toBe(true);
});

test("a condition without fields is said as it is written", () => {
  const sum = { property: "amount", is: { at_least: 99.5 }, within: { days: 90 } };
  expect(asWritten({ sum })).toBe("sum property amount, is at least 99.5, within days 90");
  const of = ["city", "phone"];
  expect(asWritten({ filled_in: { of, is: { exactly: 2 } } })).toBe(
    "filled in of city, phone, is exactly 2",
  );
  expect(asWritten({ anniversary: { property: "birthday", is: "today" } })).toBe(
    "anniversary property birthday, is today",
  );
});
