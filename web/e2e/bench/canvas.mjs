// How smooth the canvas is with 500 steps: `npm run bench`. Not a test: it prints and judges nothing.
//
// It starts the real binary with the demo (or goes to RUNNEL_E2E_URL), makes a flow of 500 steps and
// opens it in a real browser at working zoom. Twice a card is dragged about, and twice the drawing is
// moved while the numbers on all steps change twice a second. For that the page gets a stream of
// changes of our own and random counts; everything after that is the app as it ships.

import { loadavg } from "node:os";
import { api, enter, openBrowser } from "../support/app.mjs";
import { startDemo } from "../support/server.mjs";

const STEPS = 500;
const COLUMNS = 10;
const MOVES = 240;
const CHANGE_MS = 500;
const MIDDLE = "s255";
const SIZE = { width: 1440, height: 900 };

/** A trigger and ten columns of steps; in each row every third step leads to its neighbour as well. */
function largeFlow(id) {
  const nodes = [{ id: "start", kind: "meeting_cancelled", position: { x: 0, y: -140 } }];
  const edges = [{ from: "start", to: "s0" }];
  for (let nth = 0; nth < STEPS - 1; nth += 1) {
    const [column, row] = [nth % COLUMNS, Math.floor(nth / COLUMNS)];
    const branches = column % 3 === 0 && column < COLUMNS - 1;
    const position = { x: column * 280, y: row * 140 };
    const own = branches
      ? { kind: "branch", settings: { rule: { tag: `tag-${nth}` } } }
      : { kind: "add_tag", settings: { tag: `tag-${nth}` } };
    nodes.push({ id: `s${nth}`, position, ...own });
    const below = nth + COLUMNS;
    if (below < STEPS - 1)
      edges.push({ from: `s${nth}`, port: branches ? "yes" : "next", to: `s${below}` });
    if (branches && nth + 1 < STEPS - 1)
      edges.push({ from: `s${nth}`, port: "no", to: `s${nth + 1}` });
  }
  return { id, name: "Large", nodes, edges };
}

/** In the page: a stream that says twice a second that the flow changed. */
function streamOfChanges({ topic, ms }) {
  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;
    readyState = 1;
    timer = setInterval(() => {
      const data = JSON.stringify({ topics: [topic] });
      this.dispatchEvent(new MessageEvent("changed", { data }));
    }, ms);
    close() {
      clearInterval(this.timer);
    }
  };
}

function randomNumbers() {
  const count = () => Math.floor(Math.random() * 10_000);
  const ids = ["start", ...Array.from({ length: STEPS - 1 }, (_, nth) => `s${nth}`)];
  const nodes = ids.map((node) => ({
    node,
    entered: count(),
    inside: count(),
    left: { next: count(), yes: count(), no: count() },
    failed: count(),
  }));
  return { version: 1, since: null, nodes };
}

/** Frames and main-thread time while the pointer moves in a circle with this button held. */
async function measured(page, what, start, button) {
  const devtools = await page.context().newCDPSession(page);
  // Its own processor time, so that whatever else the machine does is not counted.
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration").value * 1000;
  };
  await page.mouse.move(start.x, start.y);
  await page.mouse.down({ button });
  await page.evaluate(() => {
    globalThis.frames_ = [];
    const frame = (at) => {
      globalThis.frames_.push(at);
      globalThis.frame_ = requestAnimationFrame(frame);
    };
    frame(performance.now());
  });
  const before = await busy();
  for (let nth = 0; nth < MOVES; nth += 1) {
    const turn = (nth / MOVES) * 4 * Math.PI;
    await page.mouse.move(start.x + Math.sin(turn) * 160, start.y + (1 - Math.cos(turn)) * 90);
  }
  const spent = await busy();
  const frames = await page.evaluate(() => {
    cancelAnimationFrame(globalThis.frame_);
    return globalThis.frames_;
  });
  await page.mouse.up({ button });
  await devtools.detach();
  const lengths = frames.slice(2).map((at, nth) => at - frames[nth + 1]);
  const fps = 1000 / quantile(lengths, 0.5);
  return { what, fps, slow: quantile(lengths, 0.95), spent: (spent - before) / MOVES };
}

function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

async function run() {
  const id = `large-${Date.now().toString(36)}`;
  await api("POST", "/flows", { document: largeFlow(id) });
  await api("POST", `/flows/${id}/publish`);
  const browser = await openBrowser();
  const { page } = await enter(browser, "marketer", { viewport: SIZE });
  await page.context().addInitScript(streamOfChanges, { topic: `flow:${id}`, ms: CHANGE_MS });
  let asked = 0;
  await page.route("**/numbers*", (route) => {
    asked += 1;
    return route.fulfill({ json: randomNumbers() });
  });
  const rows = [];
  // Of the first link, for the view is remembered: a step in the middle, at 100 %.
  const openAt100 = async (search) => {
    await page.goto(`/flows/${id}${search}`);
    await page.locator(".react-flow__node").first().waitFor({ timeout: 60_000 });
    await page.waitForTimeout(1_000);
  };
  const card = page.locator(`.react-flow__node[data-id="${MIDDLE}"]`);
  await openAt100(`?step=${MIDDLE}`);
  await page.keyboard.press("Escape");
  await page.mouse.move(700, 400);
  // A turn of the wheel, so that this is where one looked last.
  await page.mouse.wheel(0, 40);
  await page.waitForTimeout(1_000);
  for (let round = 0; round < 2; round += 1) {
    await openAt100("");
    const box = await card.boundingBox();
    const onCard = { x: box.x + 60, y: box.y + 14 };
    rows.push(await measured(page, "a card is dragged", onCard, "left"));
    await openAt100("?mode=numbers");
    const before = asked;
    const began = Date.now();
    rows.push(await measured(page, "moved under live numbers", { x: 700, y: 400 }, "middle"));
    rows.at(-1).changes = ((asked - before) / (Date.now() - began)) * 1000;
  }
  const drawn = await page.locator(".react-flow__node").count();
  await browser.close();
  return { rows, drawn };
}

const demo = process.env.RUNNEL_E2E_URL ? { stop: async () => undefined } : await restarted();

/** The module that asks the API reads where to when it is loaded, so the demo has to run before. */
async function restarted() {
  const { spawn } = await import("node:child_process");
  const { url, key, stop } = await startDemo();
  const env = { ...process.env, RUNNEL_E2E_URL: url, RUNNEL_E2E_KEY: key };
  const child = spawn(process.execPath, [process.argv[1]], { stdio: "inherit", env });
  const code = await new Promise((resolve) => child.once("exit", resolve));
  await stop();
  process.exit(code ?? 1);
}

const { rows, drawn } = await run();
await demo.stop();
console.log(`${STEPS} steps, ${drawn} of them in sight at 100 %, ${MOVES} moves each`);
console.log(`load on this machine: ${loadavg()[0].toFixed(1)}`);
for (const { what, fps, slow, spent, changes } of rows) {
  const live =
    changes === undefined ? "" : `, numbers asked for ${changes.toFixed(1)} times a second`;
  console.log(
    `${what}: median ${fps.toFixed(0)} fps, slowest frames (p95) ${slow.toFixed(0)} ms, ` +
      `${spent.toFixed(1)} ms of main thread per move${live}`,
  );
}
