// What the journeys through the flow editor share: a browser with somebody signed in, the parts of
// the screen by their names, and flows of their own.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { api, enter, eventually, openBrowser, URL_ } from "./app.mjs";

let browser;
const visitors = new Map();
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());
afterEach(async () => {
  for (const { page, wrong } of visitors.values()) {
    await page.unrouteAll();
    const thrown = wrong.filter((one) => !one.startsWith("logged: Failed to load resource"));
    assert.deepEqual(thrown, []);
  }
});

/** A page of somebody in this role; the same for all journeys, for signing in takes time. */
export async function open(role = "marketer", nth = 1) {
  const who = `${role} ${nth}`;
  const permissions = ["clipboard-read", "clipboard-write"];
  const viewport = { width: 1440, height: 900 };
  if (!visitors.has(who)) visitors.set(who, await enter(browser, role, { permissions, viewport }));
  return visitors.get(who).page;
}

export const drawing = (page) => page.getByRole("region", { name: "Drawing of the flow" });
export const palette = (page) => page.getByRole("complementary", { name: "Steps to add" });
export const kind = (page, name) => palette(page).getByRole("button", { name, exact: true });
export const card = (page, id) => page.locator(`.react-flow__node[data-id="${id}"]`);
export const openEnd = (page, id) => card(page, id).getByRole("button", { name: /^Add a step/ });
export const picker = (page) => page.getByRole("dialog").getByRole("combobox");
export const settings = (page) => page.getByRole("complementary", { name: /^Settings:/ });

/** Tries until it no longer fails. */
export async function until(check, what) {
  let failure;
  const works = async () => {
    try {
      await check();
      return true;
    } catch (error) {
      failure = error;
      return false;
    }
  };
  await eventually(works, what, 10_000).catch((error) => {
    throw new Error(`${error.message}: ${failure?.message}`);
  });
}

/** The draft as the server has it, once it is as expected. */
export async function draft(id, check) {
  let document;
  await until(async () => {
    ({ draft: document } = await api("GET", `/flows/${id}`));
    check(document);
  }, `the draft of ${id}`);
  return document;
}

export const wires = ({ edges = [] }) =>
  edges.map(({ from, port, to }) => (port ? `${from}:${port}>${to}` : `${from}>${to}`)).sort();

export const kinds = ({ nodes }) => nodes.map((node) => node.kind);

export const saved = (page) =>
  page.locator('[data-testid="save-word"][data-word="saved"]').waitFor();

let flows = 0;

/** A name that no other journey uses. */
function freshName(text) {
  flows += 1;
  return `${text} ${Date.now().toString(36)}${flows}`;
}

export async function newFlow(page, text) {
  const name = freshName(text);
  await page.goto("/flows");
  await page.getByRole("button", { name: "New flow" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Create flow" }).click();
  await page.waitForURL(/\/flows\/[a-z0-9-]+$/);
  await page.getByRole("heading", { name: "Begin with a trigger" }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1);
}

/** A flow with these steps in a line, made through the API. */
export async function lineOf(text, steps) {
  const nodes = steps.map(([node, of, own = {}], row) => ({
    id: node,
    kind: of,
    settings: own,
    position: { x: 0, y: row * 140 },
  }));
  const edges = nodes.slice(1).map((node, row) => ({ from: nodes[row].id, to: node.id }));
  return flowOf(text, nodes, edges);
}

/** Pulls a wire out of a step and lets it go over nothing. */
export async function wireToNothing(page, id) {
  const port = await card(page, id)
    .locator('.react-flow__handle-bottom[data-handleid="next"]')
    .boundingBox();
  await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await page.mouse.down();
  await page.mouse.move(port.x + 8, port.y + 50, { steps: 5 });
  await page.mouse.move(port.x + 8, port.y + 110, { steps: 5 });
  await page.mouse.up();
}

export async function drawWire(page, from, to) {
  const start = await card(page, from)
    .locator('.react-flow__handle-bottom[data-handleid="next"]')
    .boundingBox();
  const end = await card(page, to).boundingBox();
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 20, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
}

/** An event of an application, as a client library sends it. */
export async function track(event, email) {
  const { write_key: key } = await api("POST", "/sources", { name: event, kind: "server" });
  const batch = [
    { type: "identify", userId: email, traits: { email }, messageId: `${email} identify` },
    { type: "track", userId: email, event, messageId: `${email} track` },
  ];
  const response = await fetch(`${URL_}/v1/batch`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${key}:`)}`, "Content-Type": "application/json" },
    body: JSON.stringify({ batch }),
  });
  assert.equal(response.status, 200);
}

/** Draws a frame around everything between two places of the drawing, as a person does. */
export async function dragFrame(page, from, to) {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

/** The ids of the steps that are chosen. */
export const chosen = (page) =>
  page
    .locator(".react-flow__node.selected")
    .evaluateAll((nodes) => nodes.map((node) => node.dataset.id).sort());

/** How the drawing lies: moved by x and y, and how near. */
export const view = (page) =>
  page.locator(".react-flow__viewport").evaluate((pane) => {
    const { a, e, f } = new DOMMatrix(getComputedStyle(pane).transform);
    return { x: Math.round(e), y: Math.round(f), zoom: Number(a.toFixed(3)) };
  });

/** Waits until the drawing no longer moves, as a person does before aiming. */
export async function still(page) {
  let last;
  await until(async () => {
    const before = last;
    last = await view(page);
    await page.waitForTimeout(80);
    assert.deepEqual(last, before);
  }, "the drawing lies still");
}

/** A flow from a whole document, made through the API. */
export async function flowOf(text, nodes, edges = []) {
  const id = freshName(text)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  await api("POST", "/flows", { document: { id, name: text, nodes, edges } });
  return id;
}

/** A trigger and three steps. */
export const LINE = [
  ["start", "meeting_cancelled"],
  ["one", "add_tag", { tag: "a" }],
  ["two", "add_tag", { tag: "b" }],
  ["three", "add_tag", { tag: "c" }],
];

/** A branch with a step on each side. */
export const SIDES = [
  [
    { id: "start", kind: "meeting_cancelled", position: { x: 0, y: 0 } },
    { id: "ask", kind: "branch", settings: { rule: { tag: "vip" } }, position: { x: 0, y: 140 } },
    { id: "left", kind: "add_tag", settings: { tag: "l" }, position: { x: -140, y: 280 } },
    { id: "right", kind: "add_tag", settings: { tag: "r" }, position: { x: 140, y: 280 } },
  ],
  [
    { from: "start", to: "ask" },
    { from: "ask", port: "yes", to: "left" },
    { from: "ask", port: "no", to: "right" },
  ],
];

export const undo = (page) => page.getByRole("button", { name: /^Undo/ });

export async function openLine(text, steps = LINE) {
  const page = await open();
  const id = await lineOf(text, steps);
  await page.goto(`/flows/${id}`);
  await card(page, "start").waitFor();
  return { page, id };
}

export async function openSides(text) {
  const page = await open();
  const id = await flowOf(text, ...SIDES);
  await page.goto(`/flows/${id}`);
  await card(page, "ask").waitFor();
  return { page, id };
}
