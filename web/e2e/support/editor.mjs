// What the journeys through the flow editor share: a browser with somebody signed in, the parts of
// the screen by their names, and how to aim at what is drawn.

import assert from "node:assert/strict";
import { after, afterEach, before } from "node:test";
import { enter, openBrowser } from "./app.mjs";
import { card, flowOf, freshName, LINE, lineOf, SIDES } from "./flow.mjs";

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
export const openEnd = (page, id) => card(page, id).getByRole("button", { name: /^Add a step/ });
export const picker = (page) => page.getByRole("dialog").getByRole("combobox");
export const settings = (page) => page.getByRole("complementary", { name: /^Settings:/ });

export const saved = (page) =>
  page.locator('[data-testid="save-word"][data-word="saved"]').waitFor();

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

/** Waits until the drawing no longer moves by itself, as a person does before aiming. */
export async function still(page) {
  // Whatever was asked for a moment ago has begun two frames later.
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  await page.locator("section[data-moving]").waitFor({ state: "detached" });
}

/** Where something is on the screen, once it stays there. */
export async function boxOf(page, thing) {
  await thing.waitFor();
  await still(page);
  return thing.boundingBox();
}

const portOf = (page, id, port) =>
  boxOf(page, card(page, id).locator(`.react-flow__handle-bottom[data-handleid="${port}"]`));

/** Pulls a wire out of a step and lets it go over nothing. */
export async function wireToNothing(page, id) {
  const port = await portOf(page, id, "next");
  await page.mouse.move(port.x + port.width / 2, port.y + port.height / 2);
  await page.mouse.down();
  await page.mouse.move(port.x + 8, port.y + 50, { steps: 5 });
  await page.mouse.move(port.x + 8, port.y + 110, { steps: 5 });
  await page.mouse.up();
}

export async function drawWire(page, from, to) {
  const start = await portOf(page, from, "next");
  const end = await boxOf(page, card(page, to));
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2);
  await page.mouse.down();
  await page.mouse.move(start.x + 60, start.y + 20, { steps: 4 });
  await page.mouse.move(end.x + end.width / 2, end.y + end.height / 2, { steps: 6 });
  await page.mouse.up();
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
