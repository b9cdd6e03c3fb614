import { describe, expect, test } from "vitest";
import { branchOf, distances, downstream, openEnds, upstream } from "./graph";
import { inserted, spotRefusal } from "./insert";
import { branchMoved, flipped, stepMoved } from "./move";
import { CARD } from "./place";
import { removed, sidesToAskAbout } from "./remove";
import { flow, kindOf, kinds, show } from "./testing";

const fork = () => flow("t a b", "b:yes c", "b:no d e");
const port = (text: string) => {
  const [from = "", name = "next"] = text.split(":");
  return { from, port: name };
};

describe("inserting", () => {
  test.each([
    ["a line", flow("t a"), "a", "t", "a_2>a, t>a_2"],
    ["an open end", flow("t a"), "a", "a", "a>a_2, t>a"],
    ["a fork leads on through its first side", flow("t a"), "b", "t", "b>a, t>b"],
    ["the failed port", flow("t d"), "x", "d:failed", "d:failed>x, t>d"],
    ["one side of a fork", fork(), "w", "b:no", "a>b, b:no>w, b>c, d>e, t>a, w>d"],
  ])("%s", (_, document, kind, at, expected) => {
    const added = inserted(document, kinds, kindOf(kind), { on: "port", port: port(at) });
    expect(show(added.document)).toBe(expected);
  });

  test("a trigger follows nothing, and an exit cannot stand in the middle", () => {
    const document = flow("t a");
    const on = (kind: string, at: string) =>
      spotRefusal(document, kindOf(kind), { on: "port", port: port(at) });
    expect(on("t", "t")).toBe("to_trigger");
    expect(on("x", "t")).toBe("ends_the_line");
    expect(on("x", "a")).toBeNull();
    expect(spotRefusal(document, kindOf("t"), { on: "canvas", at: { x: 0, y: 0 } })).toBeNull();
  });

  test("no card lands on another, however often one inserts at one place", () => {
    let document = fork();
    for (let times = 0; times < 12; times += 1) {
      document = inserted(document, kinds, kindOf("a"), { on: "port", port: port("a") }).document;
      const at = { x: 3, y: 5 };
      document = inserted(document, kinds, kindOf("a"), { on: "canvas", at }).document;
    }
    const cards = document.nodes.map((node) => node.position);
    const touching = cards.flatMap((one, index) =>
      cards.slice(index + 1).filter((other) => {
        const apart = Math.abs(one.x - other.x) >= CARD.width;
        return !apart && Math.abs(one.y - other.y) < CARD.height;
      }),
    );
    expect(touching).toEqual([]);
  });
});

describe("removing", () => {
  test.each([
    ["the middle heals", flow("t a c"), ["a"], undefined, "t>c"],
    ["two in a row heal", flow("t a c e"), ["a", "c"], undefined, "t>e"],
    ["two apart heal", flow("t a c e f"), ["a", "e"], undefined, "c>f, t>c"],
    ["the last leaves an open end", flow("t a c"), ["c"], undefined, "t>a"],
    ["the trigger leaves the rest", flow("t a c"), ["t"], undefined, "a>c"],
    ["both triggers of one step", flow("t a c", "t2 a"), ["a"], undefined, "t2>c, t>c"],
    ["a fork keeps its first side", fork(), ["b"], "yes", "a>c, t>a"],
    ["a fork keeps its other side", fork(), ["b"], "no", "a>d, d>e, t>a"],
    ["a fork without a word keeps both, loose", fork(), ["b"], undefined, "a>c, d>e, t>a"],
    [
      "a side that joins again stays",
      flow("t b", "b:yes a e", "b:no c e"),
      ["b"],
      "yes",
      "a>e, t>a",
    ],
    ["a loop that lost its wait is left open", flow("t a c w a"), ["w"], undefined, "a>c, t>a"],
    ["a loop that keeps its wait heals", flow("t a c w a"), ["c"], undefined, "a>w, t>a, w>a"],
    ["everything", flow("t a"), ["t", "a"], undefined, ""],
  ])("%s", (_, document, ids, keep, expected) => {
    expect(show(removed(document, kinds, ids, keep))).toBe(expected);
  });

  test("there is something to ask only when more than one side is wired", () => {
    expect(sidesToAskAbout(fork(), kinds, "b")).toEqual(["yes", "no"]);
    expect(sidesToAskAbout(fork(), kinds, "a")).toEqual(["next"]);
    expect(sidesToAskAbout(flow("t b", "b:no c"), kinds, "b")).toEqual(["no"]);
  });
});

describe("moving in the line", () => {
  test.each([
    ["a step further down", "a", "c", "a>e, c>a, t>c"],
    ["a step further up", "e", "t", "a>c, e>a, t>e"],
    ["to the end", "a", "e", "c>e, e>a, t>c"],
    ["to where it is", "a", "t", "into_itself"],
    ["after itself", "a", "a", "into_itself"],
    ["a trigger", "t", "c", "to_trigger"],
  ])("%s", (_, id, spot, expected) => {
    const moved = stepMoved(flow("t a c e"), kinds, id, port(spot));
    expect(moved.ok ? show(moved.document) : moved.why).toBe(expected);
  });

  test("a branch takes along what only it leads to", () => {
    const moved = branchMoved(flow("t a b", "b:yes c e", "b:no d"), kinds, "c", port("d"));
    expect(moved.ok && show(moved.document)).toBe("a>b, b:no>d, c>e, d>c, t>a");
  });

  test("a branch goes into the middle of a line by its open end", () => {
    const moved = branchMoved(flow("t a b", "b:yes c e", "b:no d"), kinds, "c", port("t"));
    expect(moved.ok && show(moved.document)).toBe("a>b, b:no>d, c>e, e>a, t>c");
  });

  test("a branch that ends in exits has no way on", () => {
    const moved = branchMoved(flow("t a b", "b:yes x"), kinds, "x", port("t"));
    expect(moved).toEqual({ ok: false, why: "no_way_on" });
  });

  test("a branch does not go into itself", () => {
    const moved = branchMoved(fork(), kinds, "b", port("c"));
    expect(moved).toEqual({ ok: false, why: "into_itself" });
  });

  test("the order of the document is kept, it decides between triggers", () => {
    const moved = stepMoved(flow("t a c e"), kinds, "a", port("e"));
    expect(moved.ok && moved.document.nodes.map((node) => node.id)).toEqual(["t", "a", "c", "e"]);
  });
});

test("flipping swaps the sides, and twice is nothing", () => {
  const once = flipped(fork(), kinds, "b");
  expect(once && show(once)).toBe("a>b, b:no>c, b>d, d>e, t>a");
  expect(once && flipped(once, kinds, "b")).toEqual(fork());
  expect(flipped(fork(), kinds, "a")).toBeNull();
  expect(flipped(flow("t d"), kinds, "d")).toBeNull();
});

test("open ends are the ports where something could follow", () => {
  const ends = openEnds(flow("t b", "b:yes d", "b:no x"), kinds);
  expect(ends).toEqual([{ from: "d", port: "next" }]);
});

test("a branch is a step and what only it leads to", () => {
  const document = flow("t b", "b:yes a e", "b:no c e");
  expect([...branchOf(document, kinds, "a")].sort()).toEqual(["a"]);
  expect([...branchOf(document, kinds, "b")].sort()).toEqual(["a", "b", "c", "e"]);
});

test("what follows and what leads here are found along the wires, also round a loop", () => {
  const document = flow("t b", "b:yes a w b", "b:no c", "f");
  expect([...downstream(document, ["a"])].sort()).toEqual(["a", "b", "c", "w"]);
  expect([...upstream(document, ["c"])].sort()).toEqual(["a", "b", "c", "t", "w"]);
  expect([...upstream(document, ["f"])]).toEqual(["f"]);
});

test("the distance is counted from the nearest trigger or goal", () => {
  expect(Object.fromEntries(distances(flow("t a c e", "g e", "f"), kinds))).toEqual({
    t: 0,
    a: 1,
    c: 2,
    e: 1,
    g: 0,
  });
});
