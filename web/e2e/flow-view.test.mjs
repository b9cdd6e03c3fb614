// Moving about in a flow: wheel, zoom, search, links to a step, arrow keys, and what is remembered.

import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./support/app.mjs";
import { chosen, drawing, open, picker, settings, still, view } from "./support/editor.mjs";
import { card, flowOf, lineOf } from "./support/flow.mjs";

/** A line that is longer than the screen. */
const LONG = [
  ["start", "meeting_cancelled"],
  ...Array.from({ length: 14 }, (_, nth) => [`tag${nth}`, "add_tag", { tag: `label-${nth}` }]),
];

async function openLong(text, search = "") {
  const page = await open();
  const id = await lineOf(text, LONG);
  await page.goto(`/flows/${id}${search}`);
  await page.locator(".react-flow__node").first().waitFor();
  return { page, id };
}

const changes = (page, before, check) =>
  until(
    async () => check(await view(page), before),
    `the view changed from ${JSON.stringify(before)}`,
  );

/** How much of a card is within the drawing: all of it, or not. */
async function inSight(page, id) {
  const [frame, box] = [await drawing(page).boundingBox(), await card(page, id).boundingBox()];
  assert.ok(box, `${id} is not drawn`);
  const inside =
    box.x >= frame.x &&
    box.y >= frame.y &&
    box.x + box.width <= frame.x + frame.width &&
    box.y + box.height <= frame.y + frame.height;
  assert.ok(inside, `${id} is out of sight`);
}

test("the wheel moves the drawing or zooms, as one likes it, and Ctrl always zooms", async () => {
  const { page } = await openLong("Wheel");
  const frame = await drawing(page).boundingBox();
  await page.mouse.move(frame.x + 80, frame.y + 300);
  const wheel = () => page.mouse.wheel(0, 120);
  let before = await view(page);
  await wheel();
  await changes(page, before, (now) => {
    assert.equal(now.zoom, before.zoom);
    assert.notEqual(now.y, before.y);
  });
  before = await view(page);
  await page.keyboard.down("Control");
  await wheel();
  await page.keyboard.up("Control");
  await changes(page, before, (now) => assert.notEqual(now.zoom, before.zoom));
  await page.getByRole("button", { name: "How to look" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Wheel zooms" }).click();
  await page.keyboard.press("Escape");
  await page.reload();
  await card(page, "start").waitFor({ state: "attached" });
  await page.mouse.move(frame.x + 80, frame.y + 300);
  before = await view(page);
  await wheel();
  await changes(page, before, (now) => assert.notEqual(now.zoom, before.zoom));
  await page.getByRole("button", { name: "How to look" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Wheel zooms" }).click();
});

test("with space held the pointer moves the drawing", async () => {
  const { page } = await openLong("Space");
  const frame = await drawing(page).boundingBox();
  const before = await view(page);
  await page.mouse.move(frame.x + 80, frame.y + 300);
  await page.keyboard.down("Space");
  await page.mouse.down();
  await page.mouse.move(frame.x + 180, frame.y + 340, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  await changes(page, before, (now) => {
    assert.deepEqual([now.zoom, now.x - before.x > 50], [before.zoom, true]);
  });
  assert.deepEqual(await chosen(page), [], "no frame was drawn");
});

test("1 shows all, 0 is 100 %, 2 shows what is chosen, Home goes back to the start", async () => {
  const { page } = await openLong("Zoom");
  const all = await view(page);
  assert.ok(all.zoom < 1);
  await card(page, "tag13").click();
  await settings(page).waitFor();
  await still(page);
  await page.keyboard.press("0");
  await changes(page, all, (now) => assert.equal(now.zoom, 1));
  await page.keyboard.press("1");
  await until(async () => assert.ok((await view(page)).zoom < 1), "all again");
  await page.keyboard.press("2");
  await until(async () => assert.equal((await view(page)).zoom, 1), "the chosen one");
  await inSight(page, "tag13");
  await page.keyboard.press("Home");
  await until(() => inSight(page, "start"), "the start");
  assert.deepEqual(await chosen(page), ["start"]);
});

test("a panel that opens does not stop the drawing on its way to show all", async () => {
  const { page } = await openLong("Unstopped");
  const all = await view(page);
  await page.keyboard.press("0");
  await page.keyboard.press("Home");
  await still(page);
  await page.keyboard.press("Escape");
  await settings(page).waitFor({ state: "detached" });
  // Both within one frame: the panel takes its room while the drawing is under way.
  await page.evaluate(() => {
    const card = document.querySelector('.react-flow__node[data-id="start"]');
    card.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    document.body.dispatchEvent(new KeyboardEvent("keydown", { code: "Digit1", bubbles: true }));
  });
  await settings(page).waitFor();
  await still(page);
  assert.equal((await view(page)).zoom, all.zoom);
  await inSight(page, "start");
  await inSight(page, "tag13");
});

test("steps are found by name, kind and the text in their settings", async () => {
  const { page } = await openLong("Search");
  await page.keyboard.press("0");
  for (const [words, found] of [
    ["label-11", "tag11"],
    ["meeting cancelled", "start"],
  ]) {
    await page.keyboard.press("/");
    await picker(page).fill(words);
    await page.keyboard.press("Enter");
    await until(async () => assert.deepEqual(await chosen(page), [found]), words);
    await until(() => inSight(page, found), `${found} is shown`);
  }
});

test("a link to a step opens the flow at that step, near enough to read", async () => {
  const { page, id } = await openLong("Link", "?step=tag12");
  await until(() => inSight(page, "tag12"), "the step of the link");
  await settings(page).getByText("13 steps after the start").waitFor();
  await page.keyboard.press("0");
  await card(page, "tag12").click({ button: "right" });
  await page.getByRole("menuitem", { name: /^Copy link/ }).click();
  const copied = () => page.evaluate(() => navigator.clipboard.readText());
  await until(async () => assert.match(await copied(), /step=/), "the copied link");
  const link = await copied();
  assert.equal(new URL(link).pathname + new URL(link).search, `/flows/${id}?step=tag12`);
  await page.goto(`/flows/${id}`);
  await page.getByRole("button", { name: "Show all" }).click();
  await card(page, "start").waitFor();
  await page.goto(link);
  await until(() => inSight(page, "tag12"), "the step of the copied link");
  assert.ok((await view(page)).zoom >= 0.5);
});

test("arrow keys walk the flow, and whatever is chosen is in sight beside the panel", async () => {
  const { page } = await openLong("Walk");
  await page.keyboard.press("0");
  await page.keyboard.press("Home");
  for (let nth = 0; nth < 14; nth += 1) {
    await page.keyboard.press("ArrowDown");
    await until(async () => assert.deepEqual(await chosen(page), [`tag${nth}`]), `tag${nth}`);
  }
  await until(() => inSight(page, "tag13"), "the last one");
  await page.keyboard.press("ArrowUp");
  await until(async () => assert.deepEqual(await chosen(page), ["tag12"]), "back");
});

test("the panel never hides the chosen step", async () => {
  const { page } = await openLong("Hidden");
  const frame = await drawing(page).boundingBox();
  const before = await view(page);
  await page.keyboard.down("Space");
  await page.mouse.move(frame.x + 80, frame.y + 300);
  await page.mouse.down();
  await page.mouse.move(frame.x + 80 + frame.width / 2 - 60, frame.y + 300, { steps: 5 });
  await page.mouse.up();
  await page.keyboard.up("Space");
  await changes(page, before, (now) => assert.notEqual(now.x, before.x));
  await card(page, "tag2").click();
  await settings(page).waitFor();
  await until(() => inSight(page, "tag2"), "beside the panel");
});

/** What the browser puts together for a frame: pictures that it has drawn before. */
async function layersOf(page) {
  const devtools = await page.context().newCDPSession(page);
  let layers = [];
  devtools.on("LayerTree.layerTreeDidChange", (event) => {
    if (event.layers) layers = event.layers.filter((layer) => layer.drawsContent);
  });
  await devtools.send("LayerTree.enable");
  return () => layers;
}

test("while it is moved the drawing is one picture, and at rest it is drawn sharp", async () => {
  const page = await open();
  const sides = Array.from({ length: 9 }, (_, nth) => [
    `ask${nth}`,
    "branch",
    { rule: { tag: "vip" } },
    (nth % 3) * 320,
    1 + Math.floor(nth / 3),
  ]);
  const id = await flowOf(
    "Picture",
    [["start", "meeting_cancelled"], ...sides],
    [
      "start>ask0",
      ...[0, 1, 3, 4, 6, 7].map((nth) => `ask${nth}:no>ask${nth + 1}`),
      ...[0, 1, 2, 3, 4, 5].map((nth) => `ask${nth}:yes>ask${nth + 3}`),
    ],
  );
  await page.goto(`/flows/${id}`);
  await card(page, "ask8").waitFor();
  await still(page);
  const layers = await layersOf(page);
  const frame = await drawing(page).boundingBox();
  const moving = page.locator("section[data-moving]");
  await page.mouse.move(frame.x + 60, frame.y + 300);
  await page.mouse.down({ button: "middle" });
  assert.equal(await moving.count(), 0, "nothing has moved yet");
  await page.mouse.move(frame.x + 90, frame.y + 320);
  await moving.waitFor();
  let moves = 0;
  await until(async () => {
    moves += 1;
    await page.mouse.move(frame.x + 60 + (moves % 40), frame.y + 320);
    // The page, the drawing, the tools upon it.
    assert.ok(
      layers().some(({ width }) => width > 100_000),
      "the drawing with its ground",
    );
    assert.ok(layers().length <= 6, `${layers().length} pictures`);
  }, "the drawing is one picture");
  await page.mouse.up({ button: "middle" });
  await still(page);
  await until(
    () => assert.ok(!layers().some(({ width }) => width > 100_000)),
    "it is drawn anew where it rests",
  );
});

test("the view is remembered, and is no step of history", async () => {
  const { page, id } = await openLong("Remembered");
  const frame = await drawing(page).boundingBox();
  await page.mouse.move(frame.x + 80, frame.y + 300);
  const before = await view(page);
  await page.mouse.wheel(0, 240);
  await changes(page, before, (now) => assert.notEqual(now.y, before.y));
  const left = await view(page);
  await page.goto("/flows");
  await page.goto(`/flows/${id}`);
  await page.locator(".react-flow__node").first().waitFor();
  await until(async () => assert.deepEqual(await view(page), left), "the same view");
  assert.equal(await page.getByRole("button", { name: /^Undo/ }).isEnabled(), false);
});

test("a small map of the flow is shown when wanted", async () => {
  const { page } = await openLong("Map");
  assert.equal(await page.locator(".react-flow__minimap").count(), 0);
  await page.keyboard.press("o");
  await page.locator(".react-flow__minimap").waitFor();
  await page.keyboard.press("o");
  await page.locator(".react-flow__minimap").waitFor({ state: "detached" });
});

test("from far away a card is its icon and its title, and nothing small", async () => {
  const { page } = await openLong("Far");
  const { zoom } = await view(page);
  assert.ok(zoom >= 0.35);
  await card(page, "tag3").getByText("#label-3").waitFor();
  const frame = await drawing(page).boundingBox();
  await page.mouse.move(frame.x + 80, frame.y + 300);
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  await card(page, "tag3").getByText("#label-3").waitFor({ state: "detached" });
  assert.equal(await page.getByRole("button", { name: "Insert a step here" }).count(), 0);
  assert.match(await card(page, "tag3").innerText(), /Add tag/);
});
