import { describe, expect, test } from "vitest";
import { apply, difference, invert } from "./change";
import { copied, duplicated, pasted, readPiece, unknownKinds } from "./clipboard";
import { compared, isSame } from "./compare";
import { emptyFlow, type FlowDocument, idFrom, readFlow, writeFlow } from "./document";
import { noHistory, type Present, record, redo, undo } from "./history";
import { arranged } from "./layout";
import { rebase } from "./rebase";
import { removed } from "./remove";
import { flow, kinds, show, step } from "./testing";

/** Changes a step. */
const alter = (document: FlowDocument, id: string, change: object): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, ...change } : node)),
});
const named = (document: FlowDocument, name: string) => ({ ...document, name });
const wired = (document: FlowDocument, text: string): FlowDocument => ({
  ...document,
  edges: flow(text).edges.reduce(
    (edges, wire) => [...edges.filter((e) => e.from !== wire.from || e.port !== wire.port), wire],
    [...document.edges],
  ),
});
const plusStep = (document: FlowDocument, id: string): FlowDocument => ({
  ...document,
  nodes: [...document.nodes, step(id)],
});

const base = () => flow("t a c", "e");

describe("difference and apply", () => {
  const changes: [string, (document: FlowDocument) => FlowDocument][] = [
    ["a name", (d) => named(d, "Other")],
    ["what may be sent", (d) => ({ ...d, ceiling: { per_hour: 5 } })],
    ["a setting", (d) => alter(d, "a", { settings: { points: 5 } })],
    ["a setting taken away", (d) => alter(d, "a", { settings: {} })],
    ["a place", (d) => alter(d, "a", { position: { x: 9, y: 9 } })],
    ["a step less", (d) => removed(d, kinds, ["a"])],
    ["the first step less", (d) => removed(d, kinds, ["t"])],
    ["a step more", (d) => wired(plusStep(d, "f"), "c f")],
    ["a wire elsewhere", (d) => wired(d, "a e")],
    ["all of it", () => flow("t2 w x")],
    ["nothing left", () => emptyFlow("flow", "Flow")],
  ];

  test.each(changes)("%s: forth and back", (_, change) => {
    const before = alter(base(), "a", { settings: { points: 1, reason: "x" } });
    const after = change(before);
    const edits = difference(before, after);
    expect(difference(apply(before, edits), after)).toEqual([]);
    expect(difference(apply(after, invert(edits)), before)).toEqual([]);
    expect(apply(after, invert(edits)).nodes).toEqual(before.nodes);
  });

  test("what did not change is the same object", () => {
    const before = base();
    const after = apply(before, difference(before, alter(before, "a", { name: "A" })));
    expect(after.nodes[0]).toBe(before.nodes[0]);
  });

  test("edits whose place is gone do nothing", () => {
    const edits = difference(base(), alter(wired(base(), "a e"), "a", { name: "A" }));
    expect(show(apply(flow("t c"), edits))).toBe("t>c");
  });
});

describe("two people at once", () => {
  const both = (mine: FlowDocument, theirs: FlowDocument) => rebase(base(), mine, theirs);

  test.each([
    ["different steps", alter(base(), "a", { name: "A" }), alter(base(), "c", { name: "C" })],
    [
      "different settings of one step",
      alter(base(), "a", { settings: { points: 1 } }),
      alter(base(), "a", { settings: { reason: "x" } }),
    ],
    [
      "both move one card",
      alter(base(), "a", { position: { x: 1, y: 1 } }),
      alter(base(), "a", { position: { x: 2, y: 2 } }),
    ],
    ["the same wire is taken away", wired(base(), "a e"), removed(base(), kinds, ["e"])],
    ["the same change", named(base(), "X"), named(base(), "X")],
    [
      "a card moved that somebody deleted",
      alter(base(), "e", { position: { x: 1, y: 1 } }),
      removed(base(), kinds, ["e"]),
    ],
    ["a new step each", plusStep(base(), "f"), plusStep(base(), "g")],
  ])("%s: both keep what they did", (name, mine, theirs) => {
    const result = both(mine, theirs);
    expect(result.ok).toBe(name !== "the same wire is taken away");
  });

  test.each([
    ["one name", named(base(), "X"), named(base(), "Y")],
    [
      "one setting",
      alter(base(), "a", { settings: { points: 1 } }),
      alter(base(), "a", { settings: { points: 2 } }),
    ],
    [
      "a step deleted that was changed",
      removed(base(), kinds, ["a"]),
      alter(base(), "a", { name: "A" }),
    ],
    ["a wire to a deleted step", wired(base(), "c e"), removed(base(), kinds, ["e"])],
    ["one port wired to two steps", wired(base(), "c e"), wired(plusStep(base(), "f"), "c f")],
    [
      "one id for two steps",
      plusStep(base(), "f"),
      alter(plusStep(base(), "f"), "f", { name: "F" }),
    ],
  ])("%s: the user chooses", (_, mine, theirs) => {
    expect(both(mine, theirs).ok).toBe(false);
    expect(both(theirs, mine).ok).toBe(false);
  });

  test("the result has both", () => {
    const result = both(wired(base(), "c e"), alter(plusStep(base(), "f"), "a", { name: "A" }));
    if (!result.ok) throw new Error("They touch nothing in common.");
    expect(show(result.document)).toBe("a>c, c>e, f, t>a");
    expect(result.document.nodes.find((node) => node.id === "a")?.name).toBe("A");
  });
});

describe("history", () => {
  const start = (): Present => ({ document: base(), history: noHistory });
  const name = { key: "x" };
  const type = (present: Present, text: string, at: number) =>
    record(present, alter(present.document, "a", { name: text }), { name, burst: "a.name", at });

  test("undo and redo go back and forth", () => {
    const done = record(start(), removed(base(), kinds, ["a"]), { name, at: 0 });
    expect(show(undo(done).document)).toBe(show(base()));
    expect(show(redo(undo(done)).document)).toBe("e, t>c");
    expect(undo(done).document.nodes.map((node) => node.id)).toEqual(["t", "a", "c", "e"]);
  });

  test("a burst of typing is one step, a pause begins another", () => {
    const typed = type(type(type(start(), "H", 0), "He", 400), "Hey", 800);
    expect(typed.history.done).toHaveLength(1);
    expect(type(typed, "Hey!", 3_000).history.done).toHaveLength(2);
    expect(undo(typed).document).toEqual(base());
  });

  test("typing in another field begins another step", () => {
    const typed = type(start(), "H", 0);
    const other = record(typed, named(typed.document, "F"), { name, burst: "name", at: 100 });
    expect(other.history.done).toHaveLength(2);
  });

  test("typing after an undo is a step of its own", () => {
    const again = type(redo(undo(type(start(), "H", 0))), "He", 100);
    expect(again.history.done).toHaveLength(2);
  });

  test("a letter typed and taken away leaves nothing to undo", () => {
    expect(type(type(start(), "H", 0), "", 100).history.done).toEqual([]);
  });

  test("what changes nothing is no step, and keeps what can be redone", () => {
    const undone = undo(type(start(), "H", 0));
    expect(record(undone, { ...undone.document }, { name, at: 9 })).toBe(undone);
  });

  test("a new step ends what can be redone", () => {
    const undone = undo(type(start(), "H", 0));
    expect(type(undone, "J", 9_000).history.undone).toEqual([]);
  });

  test("undo leaves alone what a colleague did in between", () => {
    const mine = record(start(), wired(base(), "c e"), { name, at: 0 });
    const both = { ...mine, document: alter(plusStep(mine.document, "f"), "a", { name: "A" }) };
    const after = undo(both).document;
    expect(show(after)).toBe("a>c, e, f, t>a");
    expect(after.nodes.find((node) => node.id === "a")?.name).toBe("A");
  });
});

describe("clipboard", () => {
  test("inner wires come along, others do not", () => {
    const piece = readPiece(copied(flow("t a c e"), new Set(["a", "c"])));
    expect(piece && show(pasted(base(), piece).document)).toBe("a>c, a_2>a_3, e, t>a");
  });

  test("it goes into another flow under new ids, and onto no card", () => {
    const piece = readPiece(copied(flow("t a"), new Set(["t", "a"])));
    if (!piece) throw new Error("That is a piece.");
    const first = pasted(emptyFlow("x", "X"), piece, { x: 100, y: 50 });
    expect(first.document.nodes[0]?.position).toEqual({ x: 100, y: 52 });
    const second = pasted(first.document, piece, { x: 100, y: 50 });
    expect(show(second.document)).toBe("t>a, t_2>a_2");
    const places = second.document.nodes.map((n) => `${n.position.x} ${n.position.y}`);
    expect(new Set(places).size).toBe(4);
  });

  test.each([
    ["a flow", JSON.stringify(writeFlow(base())), "a>c, e, t>a"],
    ["a flow file", JSON.stringify({ flow: writeFlow(base()), scenarios: [] }), "a>c, e, t>a"],
    ["bare steps", '{"nodes":[{"id":"a","kind":"a"}]}', "a"],
    ["text", "Hello", null],
    ["other JSON", '{"nodes":"none"}', null],
    ["a step without a kind", '{"nodes":[{"id":"a"}]}', null],
    ["a step nowhere", '{"nodes":[{"id":"a","kind":"a","position":{"x":null,"y":0}}]}', null],
    ["nothing at all", '{"nodes":[]}', null],
  ])("reads %s", (_, text, expected) => {
    const piece = readPiece(text);
    expect(piece && show({ ...emptyFlow("x", "X"), ...piece })).toBe(expected);
  });

  test("it says which kinds the server does not have", () => {
    const piece = readPiece('{"nodes":[{"id":"a","kind":"teleport"},{"id":"b","kind":"b"}]}');
    expect(piece && unknownKinds(piece, kinds)).toEqual(["teleport"]);
  });

  test("a duplicate has the wires within it", () => {
    expect(show(duplicated(flow("t b", "b:no c"), new Set(["b", "c"])).document)).toBe(
      "b:no>c, b_2:no>a, t>b",
    );
  });
});

describe("comparing versions", () => {
  test("it says what came, what went and which fields changed", () => {
    const after = alter(wired(plusStep(removed(base(), kinds, ["e"]), "f"), "c f"), "a", {
      settings: { points: 5 },
      position: { x: 7, y: 7 },
    });
    const result = compared(base(), after);
    expect(Object.fromEntries(result.nodes)).toEqual({ a: "changed", e: "removed", f: "added" });
    expect(result.fields.get("a")?.map((edit) => edit.path)).toEqual(["settings.points"]);
    expect(result.wires).toEqual({ added: 1, removed: 0 });
    expect(result.document.nodes.map((node) => node.id)).toContain("e");
  });

  test("a step that only moved is no change", () => {
    expect(isSame(compared(base(), alter(base(), "a", { position: { x: 7, y: 7 } })))).toBe(true);
  });
});

test("arranging puts what follows below, yes to the left of no, and keeps the corner", () => {
  const messy = flow("t b", "b:no d", "b:yes a");
  const crossed = {
    ...messy,
    nodes: messy.nodes.map((n) => ({ ...n, position: { x: 80, y: 40 } })),
  };
  const place = new Map(arranged(crossed, kinds).nodes.map((node) => [node.id, node.position]));
  const at = (id: string) => place.get(id) ?? { x: Number.NaN, y: Number.NaN };
  expect(at("b").y).toBeGreaterThan(at("t").y);
  expect(at("a").x).toBeLessThan(at("d").x);
  expect(Math.min(...[...place.values()].map((p) => p.x))).toBe(80);
  expect(at("t").y).toBe(40);
});

test("what the server sends comes back the same", () => {
  const wire = {
    id: "f",
    name: "F",
    nodes: [{ id: "t", kind: "t" }],
    edges: [{ from: "t", to: "t" }],
  };
  const document = readFlow(wire);
  expect(document.edges[0]?.port).toBe("next");
  expect(readFlow(writeFlow(document))).toEqual(document);
});

test("no setting of the flow is lost on the way", () => {
  const settings = {
    description: "What for",
    reentry: { once_per: { days: 7 } },
    key: { property: "cart" },
    exit_when: { tag: "gone" },
    ceiling: { per_hour: 500 },
  };
  expect(writeFlow(readFlow({ id: "f", name: "F", nodes: [], ...settings }))).toMatchObject(
    settings,
  );
});

test.each([
  ["Meeting cancelled", "meeting-cancelled"],
  ["Żółty płaszcz!", "zo-ty-p-aszcz"],
  ["Встреча", "flow"],
  ["Taken", "taken-2"],
])("the id of %s is %s", (name, id) => {
  expect(idFrom(name, (other) => other === "taken")).toBe(id);
});
