import { expect, test } from "vitest";
import { readFlow } from "../model/document";
import { readKinds } from "../model/kinds";
import { chosenForAll, migrationsOf, peopleAt, tally } from "./people";

const kind = (name: string, role: string) => ({
  name,
  role,
  version: 1,
  title: name,
  summary: "",
  icon: "bolt",
  synonyms: [],
  ports: ["next"],
  schema: {},
});
const kinds = readKinds([kind("wait", "wait"), kind("tell", "action"), kind("wait_for", "wait")]);

const draft = readFlow({
  id: "f",
  name: "F",
  nodes: [
    { id: "rest", kind: "wait", name: "Rest longer" },
    { id: "tell", kind: "tell" },
    { id: "other", kind: "wait" },
  ],
});

const at = (version: number, node: string, kind: string, inside: number) => ({
  version,
  node,
  kind,
  inside,
  name: "",
  can_move: true,
});

const inside = [
  at(1, "rest", "wait", 3),
  at(2, "rest", "wait", 4),
  at(2, "tell", "tell", 30),
  at(2, "other", "wait_for", 1),
  at(2, "dropped", "wait", 2),
];
const all = peopleAt(inside, draft, kinds);

test("what vanishes under people comes first, then where most of them are", () => {
  expect(all.map(({ node, inside: count, gone }) => [node, count, gone])).toEqual([
    ["dropped", 2, true],
    ["other", 1, true],
    ["tell", 30, false],
    ["rest", 7, false],
  ]);
  expect(all.find(({ node }) => node === "rest")?.versions).toEqual([1, 2]);
});

test("nobody is moved to a step that is gone, and only a wait is timed anew", () => {
  expect(Object.fromEntries(all.map(({ node, choices }) => [node, choices]))).toEqual({
    dropped: ["finish", "exit"],
    other: ["finish", "exit"],
    tell: ["finish", "move", "exit"],
    rest: ["finish", "move", "retime", "exit"],
  });
});

test("nothing changes for anybody unless it is chosen", () => {
  expect(migrationsOf(all, {})).toEqual({});
  expect(tally(all, {})).toEqual({ finish: 40, move: 0, retime: 0, exit: 0 });
});

test("a choice for all is made as far as it is possible", () => {
  const choices = chosenForAll(all, "retime");
  expect(migrationsOf(all, choices)).toEqual({ tell: "move", rest: "retime" });
  expect(tally(all, choices)).toEqual({ finish: 3, move: 30, retime: 7, exit: 0 });
  expect(migrationsOf(all, { dropped: "move", rest: "exit" })).toEqual({ rest: "exit" });
});
