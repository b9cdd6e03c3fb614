import { expect, test } from "vitest";
import { type Consequence, consequences } from "./causes";
import type { Fact } from "./queries";

const fact = (text: string, after: number | null, kind = "tag_added"): Fact =>
  ({ at: "", text, after, change: { kind, tag: text } }) as Fact;

const drawn = (all: Consequence[]): unknown[] =>
  all.map(({ fact: { text }, led }) => [text, ...drawn(led)]);

test("a fact hangs below the one that caused it", () => {
  const facts = [fact("a", null), fact("b", 0), fact("c", 1), fact("d", 0)];
  expect(drawn(consequences(facts))).toEqual([["a", ["b", ["c"]], ["d"]]]);
});

test("the steps between are left out, and what they led to stays", () => {
  const facts = [fact("a", null), fact("step", 0, "stepped"), fact("b", 1)];
  expect(drawn(consequences(facts))).toEqual([["a", ["b"]]]);
});

test("a cause that is not in the list loses nothing", () => {
  expect(drawn(consequences([fact("a", 7)]))).toEqual([["a"]]);
});
