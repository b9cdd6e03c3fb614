// Building a flow in place: adding, dropping, wiring, branches as a whole, tidying up.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, speak } from "./support/app.mjs";
import {
  boxOf,
  drawing,
  drawWire,
  kind,
  newFlow,
  open,
  openLine,
  openSides,
  picker,
  settings,
  undo,
} from "./support/editor.mjs";
import { card, draft, kinds, LINE, lineOf, wires } from "./support/flow.mjs";

const plusOn = (page, nth) => page.getByRole("button", { name: "Insert a step here" }).nth(nth);

const ids = ({ nodes }) => nodes.map((node) => node.id);

test("the plus on a wire puts a step in between, and one undo takes it out again", async () => {
  const { page, id } = await openLine("Between");
  await plusOn(page, 0).click();
  await picker(page).fill("wait");
  await page.keyboard.press("Enter");
  await draft(id, (now) =>
    assert.deepEqual(wires(now), ["one>two", "start>wait", "two>three", "wait>one"]),
  );
  await undo(page).click();
  await draft(id, (now) => assert.deepEqual(wires(now), ["one>two", "start>one", "two>three"]));
});

test("an empty flow begins with a trigger, or with a template that is shown as a picture", async () => {
  const page = await open();
  const id = await newFlow(page, "Empty");
  await page.getByRole("button", { name: "Add trigger" }).click();
  await picker(page).fill("meeting cancelled");
  await page.keyboard.press("Enter");
  await draft(id, (now) => assert.deepEqual(kinds(now), ["meeting_cancelled"]));
  await undo(page).click();
  await page.getByRole("button", { name: "Start from a template" }).click();
  const template = page.getByRole("dialog").locator("section").first();
  await template.locator("svg rect").first().waitFor();
  await template.getByRole("button", { name: "Use this flow" }).click();
  await page.getByRole("dialog").getByText("The empty flow that is open now").waitFor();
  await page.getByRole("button", { name: "Create flow" }).click();
  await page.waitForURL((url) => !url.pathname.endsWith(`/${id}`));
  const made = new URL(page.url()).pathname.split("/").at(-1);
  await draft(made, ({ nodes }) => assert.ok(nodes.length > 1));
  await page.locator(".react-flow__node").nth(1).waitFor();
});

test("a step dragged from the palette shows where it may go, and goes onto the wire", async () => {
  const { page, id } = await openLine("Glow");
  const from = await boxOf(page, kind(page, "Wait"));
  const to = await boxOf(page, plusOn(page, 1));
  await page.mouse.move(from.x + 20, from.y + 10);
  await page.mouse.down();
  await page.mouse.move(to.x + 60, to.y + 60, { steps: 6 });
  await drawing(page).and(page.locator("[data-dragging]")).waitFor();
  await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 6 });
  await plusOn(page, 1).and(page.locator("[data-over]")).waitFor();
  await page.mouse.up();
  await draft(id, (now) =>
    assert.deepEqual(wires(now), ["one>wait", "start>one", "two>three", "wait>two"]),
  );
  assert.equal(await page.locator("[data-dragging]").count(), 0);
});

test("the picker finds synonyms in the user's language, begins with the recent, and says why not", async () => {
  const page = await open("marketer", 3);
  await speak(page, "ru");
  const id = await lineOf("Выбор", LINE);
  await page.goto(`/flows/${id}`);
  await card(page, "three").click();
  await page.keyboard.press("a");
  await picker(page).fill("вебхук");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await draft(id, (now) => assert.equal(kinds(now).at(-1), "post_to_url"));
  await card(page, "one").click();
  await page.keyboard.press("a");
  await picker(page).waitFor();
  const [first] = await page.getByRole("option").allInnerTexts();
  assert.match(first, /URL|адрес/i);
  await picker(page).fill("встреча отменена");
  const trigger = page.getByRole("option", { name: /триггер/i }).first();
  assert.equal(await trigger.getAttribute("aria-disabled"), "true");
});

test("ways come together in one step, and several triggers begin one flow", async () => {
  const { page, id } = await openSides("Together");
  await drawWire(page, "left", "right");
  await kind(page, "Tag added").dragTo(drawing(page), { targetPosition: { x: 760, y: 90 } });
  await settings(page).waitFor();
  await drawWire(page, "tag_added", "ask");
  await draft(id, (now) =>
    assert.deepEqual(wires(now), [
      "ask:no>right",
      "ask:yes>left",
      "left>right",
      "start>ask",
      "tag_added>ask",
    ]),
  );
});

test("sides are swapped, a branch is copied, moved and deleted as a whole", async () => {
  const { page, id } = await openSides("Sides");
  await card(page, "ask").click();
  await page.keyboard.press("x");
  await draft(id, (now) =>
    assert.deepEqual(wires(now), ["ask:no>left", "ask:yes>right", "start>ask"]),
  );
  await page.keyboard.press("Control+Shift+d");
  await draft(id, ({ nodes, edges }) => assert.deepEqual([nodes.length, edges.length], [7, 5]));
  await page.keyboard.press("Delete");
  await draft(id, (now) => assert.deepEqual(ids(now), ["start", "ask", "left", "right"]));
  await card(page, "ask").click();
  await page.keyboard.press("Shift+Delete");
  await draft(id, (now) => assert.deepEqual(ids(now), ["start"]));
});

test("tidying up is one step, of all or of the chosen, and never happens by itself", async () => {
  const { page, id } = await openSides("Untidy");
  const { draft: before } = await api("GET", `/flows/${id}`);
  const scattered = before.nodes.map((node, at) => ({ ...node, position: { x: at * 300, y: 40 } }));
  await api("PUT", `/flows/${id}/draft`, { document: { ...before, nodes: scattered } });
  await page.goto(`/flows/${id}`);
  await card(page, "ask").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Shift+l");
  const tidy = await draft(id, ({ nodes }) =>
    assert.equal(new Set(nodes.map((node) => node.position.y)).size, 3),
  );
  await undo(page).click();
  await draft(id, ({ nodes }) => assert.deepEqual(nodes[3].position, { x: 900, y: 40 }));
  await card(page, "left").click();
  await settings(page).waitFor();
  await page.keyboard.press("1");
  await card(page, "right").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Shift+l");
  await draft(id, ({ nodes }) => {
    assert.deepEqual(nodes[1].position, { x: 300, y: 40 });
    assert.notDeepEqual(nodes[3].position, { x: 900, y: 40 });
  });
  assert.notDeepEqual(tidy.nodes[3].position, { x: 900, y: 40 });
});

test("a new step lands beside what is there", async () => {
  const { page, id } = await openLine("Beside");
  await drawing(page).click({ position: { x: 20, y: 20 } });
  const spot = await boxOf(page, card(page, "two"));
  const frame = await drawing(page).boundingBox();
  await kind(page, "Tag added").dragTo(drawing(page), {
    targetPosition: { x: spot.x - frame.x + 100, y: spot.y - frame.y + 38 },
  });
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 5));
  const boxes = await page.locator(".react-flow__node").all();
  const all = await Promise.all(boxes.map((box) => box.boundingBox()));
  const overlapping = all.flatMap((a, at) =>
    all
      .slice(at + 1)
      .filter((b) => Math.abs(a.x - b.x) < a.width && Math.abs(a.y - b.y) < a.height),
  );
  assert.deepEqual(overlapping, []);
});

test("a large flow is tidied up while the screen goes on, as one step", async () => {
  const page = await open();
  const many = Array.from({ length: 210 }, (_, nth) => [
    `s${nth}`,
    nth === 0 ? "meeting_cancelled" : "add_tag",
    nth === 0 ? {} : { tag: "x" },
    (nth % 15) * 290,
    Math.floor(nth / 15),
  ]);
  const id = await lineOf("Large", many);
  await page.goto(`/flows/${id}`);
  await page.locator(".react-flow__node").first().waitFor();
  const worker = page.waitForEvent("worker");
  await page.keyboard.press("Shift+l");
  await worker;
  await draft(id, ({ nodes }) =>
    assert.equal(new Set(nodes.map((node) => node.position.x)).size, 1),
  );
  await page.getByRole("button", { name: "Undo: tidy up" }).click();
  await draft(id, ({ nodes }) => assert.deepEqual(nodes[16].position, { x: 290, y: 140 }));
});
