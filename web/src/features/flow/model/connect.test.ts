import { expect, test } from "vitest";
import { connected, reconnected, refusal } from "./connect";
import { flow, kinds, show } from "./testing";

const line = flow("t a b", "b:yes w c", "b:no d");

test.each([
  ["d", "next", "c", null],
  ["c", "next", "d", null],
  ["w", "next", "b", "port_taken"],
  ["d", "failed", "w", null],
  ["c", "next", "a", null],
  ["d", "next", "a", "loop_without_wait"],
  ["d", "next", "d", "loop_without_wait"],
  ["d", "next", "t", "to_trigger"],
  ["t", "next", "a", "already_there"],
  ["a", "next", "c", "port_taken"],
  ["a", "yes", "c", "no_port"],
  ["nobody", "next", "c", "no_step"],
  ["a", "next", "nobody", "no_step"],
])("a wire from %s through %s to %s: %s", (from, port, to, why) => {
  expect(refusal(line, kinds, { from, port, to })).toBe(why);
});

test("a taken port may be wired anew", () => {
  const wire = { from: "a", port: "next", to: "d" };
  expect(refusal(line, kinds, wire, { replace: true })).toBeNull();
  expect(show(connected(line, wire))).toBe("a>d, b:no>d, b>w, t>a, w>c");
});

test("the wire that is replaced does not count as part of the loop", () => {
  const back = flow("t a c");
  expect(refusal(back, kinds, { from: "a", port: "next", to: "t" }, { replace: true })).toBe(
    "to_trigger",
  );
  const swap = flow("a c");
  expect(refusal(swap, kinds, { from: "c", port: "next", to: "a" })).toBe("loop_without_wait");
});

test.each([
  ["a>b", "a", "next", "c", "a>c, b:no>d, b>w, t>a, w>c"],
  ["b>w", "d", "next", "w", "a>b, b:no>d, d>w, t>a, w>c"],
  ["a>b", "a", "next", "b", "a>b, b:no>d, b>w, t>a, w>c"],
  ["a>b", "a", "next", "t", "to_trigger"],
  ["b:no>d", "b", "no", "a", "loop_without_wait"],
  ["b:no>d", "w", "next", "d", "port_taken"],
])("the wire %s is taken to %s:%s>%s", (wire, from, port, to, expected) => {
  const old = line.edges.find((edge) => show({ ...line, nodes: [], edges: [edge] }) === wire);
  if (!old) throw new Error(`There is no wire ${wire}.`);
  const after = reconnected(line, kinds, old, { from, port, to });
  expect(typeof after === "string" ? after : show(after)).toBe(expected);
});

test("a wait may lead back to itself", () => {
  expect(refusal(flow("t w"), kinds, { from: "w", port: "next", to: "w" })).toBeNull();
});
