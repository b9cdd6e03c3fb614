import { expect, test } from "vitest";
import { groupsOf } from "./suggested";

const rows = [
  { feature: { tag: "vip" }, when: { tag: "vip" }, points: 20, log_odds: 1 },
  {
    feature: { times: { event: "page_visited" } as const },
    when: { never: { event: "page_visited" } as const },
    points: -8,
    log_odds: -0.4,
  },
];

test("who they are and what they did become groups of their own, of the category that fits", () => {
  const groups = groupsOf(rows, (kind) => `Suggested ${kind}`);
  expect(groups.map(({ name, category }) => [name, category])).toEqual([
    ["Suggested fit", "fit"],
    ["Suggested engagement", "engagement"],
  ]);
  expect(groups[1]?.rows).toMatchObject([
    { points: -8, when: { while: { never: { event: "page_visited" } } } },
  ]);
});

test("of what nothing is taken over there is no group", () => {
  expect(groupsOf(rows.slice(0, 1), String)).toHaveLength(1);
});
