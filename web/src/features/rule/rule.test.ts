import { expect, test } from "vitest";
import {
  asGroup,
  asWritten,
  fresh,
  LEAVES,
  plain,
  type Rule,
  simplest,
  unfinished,
  withNot,
} from "./rule";

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
  const open = LEAVES.filter((leaf) => unfinished(fresh(leaf)));
  expect(open).toEqual(["property", "tag", "segment", "flow"]);
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
