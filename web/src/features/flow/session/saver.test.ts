import { expect, test } from "vitest";
import type { FlowDocument } from "../model/document";
import { removed } from "../model/remove";
import { flow, kinds, show, step } from "../model/testing";
import { Saver } from "./saver";
import { type Backup, SaveError, type SaveState } from "./saving";

/** A server with one draft, a browser with one document, and a clock that is turned by hand. */
class World {
  server = { document: flow("t a c"), version: 1 };
  mine: FlowDocument = this.server.document;
  states: SaveState<string>[] = [];
  backup: Backup | null = null;
  online = true;
  refuses: string | null = null;
  merged = 0;
  private timers: { run: () => void }[] = [];

  saver = new Saver<string>(this.server.document, 1, {
    send: async (document, version) => {
      if (!this.online) throw new SaveError("offline", "no network");
      if (this.refuses) throw new SaveError("refused", this.refuses);
      if (version !== this.server.version) throw new SaveError("stale", "somebody was here");
      this.server = { document, version: version + 1 };
      return { version: version + 1, diagnostics: [] };
    },
    load: async () => this.server,
    current: () => this.mine,
    replace: (document) => {
      this.mine = document;
    },
    backup: (work) => {
      this.backup = work;
    },
    onState: (state) => this.states.push(state),
    onDiagnostics: () => {},
    onMerged: () => {
      this.merged += 1;
    },
    later: (run) => {
      const timer = { run };
      this.timers = [timer];
      return () => {
        this.timers = this.timers.filter((other) => other !== timer);
      };
    },
  });

  edit(document: FlowDocument) {
    this.mine = document;
    this.saver.changed();
  }

  colleague(document: FlowDocument) {
    this.server = { document, version: this.server.version + 1 };
  }

  /** Lets every timer run that is set, and what follows from it. */
  async pass() {
    for (let round = 0; round < 6; round += 1) {
      const [timer] = this.timers;
      this.timers = [];
      timer?.run();
      for (let ticks = 0; ticks < 20; ticks += 1) await Promise.resolve();
    }
  }

  get word() {
    return this.states.at(-1)?.word;
  }
}

const rename = (document: FlowDocument, id: string, name: string): FlowDocument => ({
  ...document,
  nodes: document.nodes.map((node) => (node.id === id ? { ...node, name } : node)),
});
const nameOf = (document: FlowDocument, id: string) =>
  document.nodes.find((node) => node.id === id)?.name;

test("a change is saved, and the backup goes", async () => {
  const world = new World();
  world.edit(rename(world.mine, "a", "A"));
  expect(world.backup?.document).toBe(world.mine);
  await world.pass();
  expect(world.states.map((state) => state.word)).toEqual(["waiting", "saving", "saved"]);
  expect(nameOf(world.server.document, "a")).toBe("A");
  expect(world.backup).toBeNull();
});

test("what is typed while a save is under way is saved after it", async () => {
  const world = new World();
  world.edit(rename(world.mine, "a", "A"));
  const saving = world.saver.flush();
  world.edit(rename(world.mine, "a", "AB"));
  await saving;
  await world.pass();
  expect(nameOf(world.server.document, "a")).toBe("AB");
  expect(world.word).toBe("saved");
});

test("without a network the work waits in the browser and is sent when it is back", async () => {
  const world = new World();
  world.online = false;
  world.edit(rename(world.mine, "a", "A"));
  await world.pass();
  expect(world.word).toBe("offline");
  expect(world.backup?.document).toBe(world.mine);
  world.online = true;
  await world.pass();
  expect(world.word).toBe("saved");
  expect(nameOf(world.server.document, "a")).toBe("A");
});

test("a refusal says why, and the next change tries again", async () => {
  const world = new World();
  world.refuses = "The flow is too large.";
  world.edit(rename(world.mine, "a", "A"));
  await world.pass();
  expect(world.states.at(-1)).toEqual({ word: "failed", why: "The flow is too large." });
  world.refuses = null;
  world.edit(rename(world.mine, "a", "AB"));
  await world.pass();
  expect(world.word).toBe("saved");
});

test("a colleague's work elsewhere in the flow stays, and so does mine", async () => {
  const world = new World();
  world.colleague(rename(world.server.document, "c", "C"));
  world.edit(rename(world.mine, "a", "A"));
  await world.pass();
  expect(world.word).toBe("saved");
  expect(world.merged).toBe(1);
  expect([nameOf(world.server.document, "a"), nameOf(world.server.document, "c")]).toEqual([
    "A",
    "C",
  ]);
  expect(world.mine).toEqual(world.server.document);
});

test("a colleague's work is taken over while I do nothing", async () => {
  const world = new World();
  world.colleague(rename(world.server.document, "c", "C"));
  await world.saver.catchUp(world.server);
  expect(nameOf(world.mine, "c")).toBe("C");
  expect(world.word).toBe("saved");
});

test("a colleague's work that is announced while I save is taken over after it", async () => {
  const world = new World();
  world.edit(rename(world.mine, "a", "A"));
  const saving = world.saver.flush();
  const theirs = { document: rename(world.mine, "c", "C"), version: 3 };
  const caughtUp = world.saver.catchUp(theirs);
  await saving;
  await caughtUp;
  expect([nameOf(world.mine, "a"), nameOf(world.mine, "c")]).toEqual(["A", "C"]);
});

async function clash(mine: FlowDocument, theirs: FlowDocument): Promise<World> {
  const world = new World();
  world.colleague(theirs);
  world.edit(mine);
  await world.pass();
  return world;
}

const base = flow("t a c");

test.each([
  ["mine", "Mine"],
  ["theirs", "Theirs"],
] as const)(
  "where both changed one thing nothing is saved until one chooses %s",
  async (choice, name) => {
    const world = await clash(rename(rename(base, "a", "Mine"), "c", "C"), {
      ...rename(base, "a", "Theirs"),
      nodes: [...rename(base, "a", "Theirs").nodes, step("e")],
    });
    expect(world.word).toBe("clash");
    expect(nameOf(world.server.document, "a")).toBe("Theirs");
    world.saver.resolve([choice]);
    await world.pass();
    expect(world.word).toBe("saved");
    expect(nameOf(world.server.document, "a")).toBe(name);
    expect(nameOf(world.server.document, "c")).toBe("C");
    expect(show(world.server.document)).toBe("a>c, e, t>a");
  },
);

test("a step that they deleted and I changed comes back with its wires, if I choose so", async () => {
  const world = await clash(rename(base, "a", "Mine"), removed(base, kinds, ["a"]));
  expect(show(world.server.document)).toBe("t>c");
  world.saver.resolve(["mine"]);
  await world.pass();
  expect(show(world.server.document)).toBe("a>c, t>a");
  expect(nameOf(world.server.document, "a")).toBe("Mine");
});

test("and it stays away if I choose theirs", async () => {
  const world = await clash(rename(base, "a", "Mine"), removed(base, kinds, ["a"]));
  world.saver.resolve(["theirs"]);
  await world.pass();
  expect(show(world.server.document)).toBe("t>c");
  expect(world.mine).toEqual(world.server.document);
});
