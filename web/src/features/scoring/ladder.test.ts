import { expect, test } from "vitest";
import { ascending, nextFrom, steps, toneOf, withFormer } from "./ladder";

const classes = [
  { id: "cold", name: "Cold", from: 0 },
  { id: "warm", name: "Warm", from: 20 },
  { id: "hot", name: "Hot", from: 50 },
];

test("the first class is cold and the last is hot, however many there are", () => {
  expect(classes.map(({ id }) => toneOf(classes, id))).toEqual([0, 3, 5]);
  expect(toneOf([{ id: "mql" }], "mql")).toBe(5);
  expect(toneOf(classes, null)).toBe(-1);
  expect(toneOf(classes, "gone")).toBe(-1);
});

test("each class says how many stand there; below the first only if somebody does", () => {
  const members = [
    { class: "hot", contacts: 2 },
    { class: null, contacts: 7 },
  ];
  expect(steps({ classes, members }).map(({ id, contacts }) => [id, contacts])).toEqual([
    [null, 7],
    ["cold", 0],
    ["warm", 0],
    ["hot", 2],
  ]);
  expect(steps({ classes, members: [] })).toHaveLength(3);
});

test("a class that is taken away is still known by its name", () => {
  const hotter = [{ id: "hot", name: "Burning", from: 60 }];
  expect(withFormer(hotter, classes).map(({ name }) => name)).toEqual(["Cold", "Warm", "Burning"]);
});

test("classes go up, and the next one begins a step further up", () => {
  expect(ascending(classes.toReversed())).toEqual(classes);
  expect(nextFrom(classes)).toBe(80);
  expect(nextFrom(classes.slice(0, 1))).toBe(10);
  expect(nextFrom([])).toBe(0);
});
