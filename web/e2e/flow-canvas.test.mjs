// Choosing and editing on the drawing: frames, clipboard, menus, keys, history, the panel.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./support/app.mjs";
import {
  boxOf,
  chosen,
  dragFrame,
  drawing,
  openLine,
  openSides,
  settings,
  undo,
} from "./support/editor.mjs";
import { card, draft, lineOf, wires } from "./support/flow.mjs";

test("a frame, shift and Ctrl+A choose several; Escape chooses none", async () => {
  const { page } = await openLine("Chosen");
  const [one, two] = [await boxOf(page, card(page, "one")), await boxOf(page, card(page, "two"))];
  await dragFrame(
    page,
    { x: one.x - 30, y: one.y - 10 },
    { x: two.x + two.width + 30, y: two.y + two.height + 6 },
  );
  await until(async () => assert.deepEqual(await chosen(page), ["one", "two"]), "framed");
  await card(page, "three").click({ modifiers: ["Shift"] });
  await card(page, "one").click({ modifiers: ["Shift"] });
  await until(async () => assert.deepEqual(await chosen(page), ["three", "two"]), "shift");
  await page.keyboard.press("Control+a");
  await until(async () => assert.equal((await chosen(page)).length, 4), "all");
  await page.keyboard.press("Escape");
  await until(async () => assert.deepEqual(await chosen(page), []), "none");
  assert.equal(await undo(page).isEnabled(), false, "choosing is nothing to undo");
});

test("what follows a step and what leads to it is chosen along the wires", async () => {
  const { page } = await openSides("Along");
  await card(page, "ask").click();
  await page.keyboard.press("Alt+Shift+ArrowDown");
  await until(
    async () => assert.deepEqual(await chosen(page), ["ask", "left", "right"]),
    "what follows",
  );
  await card(page, "left").click();
  await card(page, "left").click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Select what leads here/ }).click();
  await until(
    async () => assert.deepEqual(await chosen(page), ["ask", "left", "start"]),
    "what leads here",
  );
});

test("cut and paste at the pointer, also into another tab", async () => {
  const { page, id } = await openLine("Cut");
  await card(page, "one").click();
  await card(page, "two").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+x");
  await draft(id, (now) => assert.deepEqual(wires(now), ["start>three"]));
  const frame = await drawing(page).boundingBox();
  await page.mouse.move(frame.x + 60, frame.y + 200);
  await page.keyboard.press("Control+v");
  const first = await draft(id, (now) => assert.equal(now.nodes.length, 4));
  assert.equal(wires(first).length, 2);
  const pasted = await page.locator(".react-flow__node.selected").first().boundingBox();
  assert.ok(Math.abs(pasted.x - (frame.x + 60)) < 40, `pasted at ${pasted.x}`);
  const tab = await page.context().newPage();
  const other = await lineOf("Other tab", [["start", "meeting_booked"]]);
  await tab.goto(`/flows/${other}`);
  await card(tab, "start").waitFor();
  await tab.keyboard.press("Control+v");
  await draft(other, (now) => assert.deepEqual([now.nodes.length, now.edges.length], [3, 1]));
  await tab.close();
});

test("the context menu has the same verbs with their keys", async () => {
  const { page, id } = await openLine("Menu");
  await card(page, "two").click({ button: "right" });
  const item = page.getByRole("menuitem", { name: /^Duplicate/ }).first();
  assert.match(await item.innerText(), /Ctrl\+D/);
  await page
    .getByRole("menuitem", { name: /^Delete step/ })
    .first()
    .click();
  await draft(id, (now) => assert.deepEqual(wires(now), ["one>three", "start>one"]));
  await drawing(page).click({ button: "right", position: { x: 30, y: 300 } });
  await page.getByRole("menuitem", { name: /^Select all/ }).click();
  await until(async () => assert.equal((await chosen(page)).length, 3), "all");
});

test("keys go by their place on the keyboard, and never while somebody types", async () => {
  const { page, id } = await openLine("Keys");
  await card(page, "two").click();
  // What a Russian keyboard sends for Ctrl+D.
  await page.evaluate(() =>
    document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", {
        code: "KeyD",
        key: "в",
        ctrlKey: true,
        bubbles: true,
        cancelable: true,
      }),
    ),
  );
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 5));
  await card(page, "one").click();
  await page.keyboard.press("F2");
  await page.keyboard.type("First");
  await page.keyboard.press("Backspace");
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+a");
  const now = await draft(id, ({ nodes }) => assert.equal(nodes[1].name, "Firs"));
  assert.equal(now.nodes.length, 5);
  assert.deepEqual(await chosen(page), ["one"]);
});

test("typing is one step of history, and so is a bulk edit; the buttons say what they take back", async () => {
  const { page, id } = await openLine("History");
  await card(page, "one").click();
  await page.keyboard.press("F2");
  await page.keyboard.type("Called");
  await draft(id, ({ nodes }) => assert.equal(nodes[1].name, "Called"));
  await page.getByRole("button", { name: "Undo: rename" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].name ?? "", ""));
  await page.keyboard.press("Escape");
  await drawing(page).click({ position: { x: 20, y: 20 } });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: "Undo: delete 4 steps" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 4));
});

test("question mark shows all keys, and Ctrl+K does what the flow can do", async () => {
  const { page, id } = await openLine("Palette");
  await page.keyboard.press("Shift+Slash");
  await page.getByRole("dialog").getByText("Duplicate with what follows").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await card(page, "two").click();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/A page, a contact/).fill("duplicate");
  await page.getByRole("button", { name: /^Duplicate\b.*Ctrl\+D$/ }).waitFor();
  await page.keyboard.press("Enter");
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 5));
});

test("the panel names the step, walks to its neighbours, and Escape closes it", async () => {
  const { page } = await openLine("Panel");
  await card(page, "one").click();
  await settings(page).getByText("1 step after the start").waitFor();
  await settings(page).getByRole("button", { name: "Step after" }).click();
  await until(async () => assert.deepEqual(await chosen(page), ["two"]), "next");
  await settings(page).getByRole("button", { name: "Step before" }).click();
  await until(async () => assert.deepEqual(await chosen(page), ["one"]), "previous");
  assert.match(await card(page, "one").innerText(), /\+1[\s\S]*#a/);
  const aloud = await card(page, "two").getAttribute("aria-label");
  assert.match(aloud, /2 steps after the start/);
  await page.keyboard.press("Escape");
  await settings(page).waitFor({ state: "detached" });
});
