import { expect, test } from "vitest";
import { flowTestOf, type Listed } from "./standing";
import { flow, kinds } from "./testing";

const line = flow("t w a");
const said = (listed: Listed, document = line) => flowTestOf(document, kinds, listed);

test("who is at a waiting step waits there; at another one nobody stays", () => {
  expect(said({ node: "w", which: "now" })).toEqual({ waits_at: "w" });
  expect(said({ node: "a", which: "now" })).toBeUndefined();
  expect(said({ node: "gone", which: "now" })).toBeUndefined();
});

test("a step waits for its answer where its failure leads somewhere", () => {
  expect(said({ node: "d", which: "now" }, flow("t d a"))).toBeUndefined();
  expect(said({ node: "d", which: "now" }, flow("t d:failed a"))).toEqual({ waits_at: "d" });
});

test("who went on from the only beginning has entered the flow", () => {
  expect(said({ node: "t", which: "left" })).toBe("entered");
  expect(said({ node: "t", port: "next", which: "left" })).toBe("entered");
  expect(said({ node: "t", which: "left" }, flow("t a", "t2 a"))).toBeUndefined();
});

test("which way somebody took is not to be said", () => {
  expect(said({ node: "w", which: "left" })).toBeUndefined();
  const branch = flow("t b:yes a", "b:no a2");
  expect(said({ node: "b", port: "yes", which: "left" }, branch)).toBeUndefined();
});

test("who was at the only goal has reached it, wherever they went from there", () => {
  const goal = flow("t w g a");
  expect(said({ node: "g", which: "left" }, goal)).toBe("reached_goal");
  expect(said({ node: "g", which: "ended" }, flow("t w", "g"))).toBe("reached_goal");
  expect(said({ node: "g", which: "left" }, flow("t w g a", "g2"))).toBeUndefined();
});

test("who ended at the only end has finished the flow", () => {
  expect(said({ node: "a", which: "ended" })).toBe("finished");
  expect(said({ node: "a", which: "ended" }, flow("t b:yes a", "b:no a2"))).toBeUndefined();
  expect(said({ node: "x", which: "ended" }, flow("t x"))).toBeUndefined();
});

test("where an exit rule takes people out of a wait, ending there is not finishing", () => {
  const document = flow("t w");
  expect(said({ node: "w", which: "ended" }, document)).toBe("finished");
  const leaving = { ...document, exit_when: { tag: "bought" } };
  expect(said({ node: "w", which: "ended" }, leaving)).toBeUndefined();
});
