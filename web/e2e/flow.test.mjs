// What a marketer does in the flow editor. Each journey makes its main change by hand, by mouse or
// keyboard, and asserts it through the API.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import {
  boxOf,
  drawing,
  drawWire,
  kind,
  newFlow,
  open,
  openEnd,
  palette,
  picker,
  saved,
  settings,
  wireToNothing,
} from "./support/editor.mjs";
import { card, draft, kinds, lineOf, track, wires } from "./support/flow.mjs";

async function select(page, label, value) {
  await settings(page).getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: value, exact: true }).click();
}

const focused = (field) =>
  until(
    async () => assert.ok(await field.evaluate((one) => one === document.activeElement)),
    "the cursor is in the field",
  );

const MEETING = ["meeting_cancelled", "adjust_score", "change_deal_stage", "assign_task"];

function isMeetingFlow(document) {
  assert.deepEqual(kinds(document), MEETING);
  assert.deepEqual(wires(document), [
    "adjust_score>change_deal_stage",
    "change_deal_stage>assign_task",
    "meeting_cancelled>adjust_score",
  ]);
  const [, score, deal, task] = document.nodes.map((node) => node.settings);
  assert.equal(score.points, -10);
  assert.deepEqual([deal.pipeline, deal.stage], ["sales", "lost"]);
  assert.equal(task.title, "Ask why");
}

async function publish(page) {
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("button", { name: /^Publish version/ }).click();
  await page.getByText(/^Version \d+ is published\.$/).waitFor();
}

test("draws a flow by dragging, mends what is wrong, tries it out, and publishes it", async () => {
  const page = await open();
  const id = await newFlow(page, "Dragged");
  await kind(page, "Meeting cancelled").dragTo(drawing(page), {
    targetPosition: { x: 300, y: 60 },
  });
  await card(page, "meeting_cancelled").waitFor();
  await kind(page, "Adjust score").dragTo(openEnd(page, "meeting_cancelled"));
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-10");
  await wireToNothing(page, "adjust_score");
  await picker(page).fill("change deal");
  await page.keyboard.press("Enter");
  await card(page, "change_deal_stage").waitFor();
  await kind(page, "Assign task").dragTo(openEnd(page, "change_deal_stage"));
  await settings(page).getByRole("textbox", { name: "Title" }).fill("Ask why");

  await page.getByRole("button", { name: "1 problem" }).click();
  await page.getByRole("button", { name: /“Pipeline” is not filled in/ }).click();
  await focused(settings(page).getByRole("combobox", { name: "Pipeline" }));
  await select(page, "Pipeline", "Sales");
  await select(page, "Stage", "Lost");
  await page.getByRole("button", { name: "No problems" }).waitFor();
  await draft(id, isMeetingFlow);
  await page.getByRole("radiogroup", { name: "What is shown" }).getByText("Simulate").click();
  await page.getByRole("button", { name: "Simulate", exact: true }).click();
  await page.getByText("Step 3 of 4").waitFor();
  await page.getByText("Task created: Ask why").waitFor();
  await page.getByRole("radiogroup", { name: "What is shown" }).getByText("Edit").click();
  const { items: tried } = await api("GET", `/flows/${id}/enrolments`);
  assert.deepEqual(tried, []);
  await publish(page);
  const flow = await api("GET", `/flows/${id}`);
  assert.deepEqual([flow.state, flow.current_version], ["active", 1]);
});

test("draws the same flow by keyboard alone", async () => {
  const page = await open();
  const id = await newFlow(page, "Typed");
  const press = (...keys) =>
    keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const add = async (words) => {
    await press("a");
    await picker(page).waitFor();
    await page.keyboard.type(words);
    await press("Enter");
    await picker(page).waitFor({ state: "detached" });
  };
  /** From the drawing into the settings, to the field of this name. */
  const field = async (name) => {
    await press("Enter");
    await until(async () => {
      const label = await page.evaluate(() =>
        document.activeElement?.closest("[data-field]")?.getAttribute("data-field"),
      );
      if (label !== name) await press("Tab");
      assert.equal(label, name);
    }, `the field ${name}`);
  };
  /** Of what the field offers, which may still be on its way. */
  const choose = async (name) => {
    await press("ArrowDown");
    await page.getByRole("option", { name }).waitFor();
    await until(async () => {
      const at = await page.locator("[data-combobox-selected]").allInnerTexts();
      if (!at.includes(name)) await press("ArrowDown");
      assert.ok(at.includes(name));
    }, `the option ${name}`);
    await press("Enter");
  };
  /** Back to the card, from where the next step is added. */
  const toDrawing = async (step) => {
    await press("Escape");
    await until(async () => {
      const focused = await page.evaluate(() => document.activeElement?.getAttribute("data-id"));
      assert.equal(focused, step);
    }, `the card ${step} is focused`);
  };
  await add("meeting cancelled");
  await card(page, "meeting_cancelled").waitFor();
  await add("adjust score");
  await field("points");
  await page.keyboard.type("-10");
  await toDrawing("adjust_score");
  await add("change deal");
  await field("pipeline");
  await choose("Sales");
  await press("Tab");
  await choose("Lost");
  await toDrawing("change_deal_stage");
  await add("assign task");
  await field("title");
  await page.keyboard.type("Ask why");
  await draft(id, isMeetingFlow);
});

test("undo and redo take back and bring again everything that was done", async () => {
  const page = await open();
  const id = await lineOf("Undone", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
    ["tag", "add_tag", { tag: "lost" }],
  ]);
  await page.goto(`/flows/${id}`);
  await card(page, "minus").click();
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-25");
  await settings(page).getByRole("textbox", { name: "Name" }).fill("Minus");
  await drawing(page).press("Escape");
  await card(page, "minus").click();
  await page.keyboard.press("Delete");
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+d");
  await page.keyboard.press("Shift+l");
  const done = await draft(id, ({ nodes }) => assert.equal(nodes.length, 4));
  const undo = page.getByRole("button", { name: /^Undo/ });
  const redo = page.getByRole("button", { name: /^Redo/ });
  await until(async () => {
    if (await undo.isEnabled()) await undo.click();
    assert.equal(await undo.isEnabled(), false);
  }, "undo to the beginning");
  await draft(id, (document) => {
    assert.deepEqual(wires(document), ["minus>tag", "start>minus"]);
    assert.equal(document.nodes[1].settings.points, -10);
    assert.deepEqual(
      document.nodes.map((node) => node.position.y),
      [0, 140, 280],
    );
  });
  await until(async () => {
    if (await redo.isEnabled()) await redo.click();
    assert.equal(await redo.isEnabled(), false);
  }, "redo to the end");
  await draft(id, (document) => assert.deepEqual(document, done));
});

test("losing the network loses no work, not even when the page is closed", async () => {
  const page = await open();
  const id = await lineOf("Offline", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
  ]);
  await page.goto(`/flows/${id}`);
  await card(page, "minus").click();
  await page.route("**/api/**", (route) => route.abort());
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-25");
  await page.locator('[data-word="offline"]').waitFor();
  await page.unroute("**/api/**");
  await page.reload();
  await saved(page);
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.points, -25));
  await page.route("**/api/**", (route) => route.abort());
  await card(page, "minus").click();
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-30");
  await page.locator('[data-word="offline"]').waitFor();
  await page.unroute("**/api/**");
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.points, -30));
});

test("a colleague's work elsewhere in the flow is kept beside mine", async () => {
  const page = await open();
  const id = await lineOf("Together", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
    ["tag", "add_tag", { tag: "lost" }],
  ]);
  await page.goto(`/flows/${id}`);
  await card(page, "minus").click();
  const other = await open("marketer", 2);
  await other.goto(`/flows/${id}`);
  await card(other, "tag").click();
  await Promise.all([
    settings(page).getByRole("textbox", { name: "Points" }).fill("-25"),
    settings(other)
      .getByRole("combobox", { name: "Tag" })
      .or(settings(other).getByRole("textbox", { name: "Tag" }))
      .fill("cold"),
  ]);
  await draft(id, ({ nodes }) => {
    assert.equal(nodes[1].settings.points, -25);
    assert.equal(nodes[2].settings.tag, "cold");
  });
  await until(async () => {
    await card(other, "minus").getByText("−25").waitFor({ timeout: 500 });
  }, "my change on the colleague's screen");
});

test("where both changed one thing, nothing is saved until somebody chooses", async () => {
  const page = await open();
  const id = await lineOf("Clash", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
  ]);
  await page.goto(`/flows/${id}`);
  await card(page, "minus").click();
  await page.route("**/api/v1/flows/*", (route) => route.abort());
  await page.route("**/draft", (route) => route.abort());
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-25");
  await page.locator('[data-word="offline"]').waitFor();
  const { draft: theirs } = await api("GET", `/flows/${id}`);
  theirs.nodes[1].settings.points = -99;
  await api("PUT", `/flows/${id}/draft`, { document: theirs });
  await page.unroute("**/api/v1/flows/*");
  await page.unroute("**/draft");
  const dialog = page.getByRole("dialog", { name: /You and a colleague/ });
  await dialog.waitFor();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.points, -99));
  await dialog.getByRole("radio", { name: "Yours: −25" }).check();
  await dialog.getByRole("button", { name: "Keep what is chosen" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.points, -25));
});

test("a refused wire says why, and nothing is drawn", async () => {
  const page = await open();
  const id = await lineOf("Refused", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
    ["tag", "add_tag", { tag: "lost" }],
  ]);
  await page.goto(`/flows/${id}`);
  await drawWire(page, "tag", "minus");
  await page
    .getByRole("status")
    .filter({ hasText: "circle without a pause" })
    .waitFor({ state: "attached" });
  await drawWire(page, "tag", "start");
  await page
    .getByRole("status")
    .filter({ hasText: "Nothing leads to it" })
    .waitFor({ state: "attached" });
  assert.equal(await page.locator(".react-flow__edge").count(), 2);
});

test("deleting a branch asks which side stays", async () => {
  const page = await open();
  const id = await lineOf("Sides", [
    ["start", "meeting_cancelled"],
    ["ask", "branch", { rule: { tag: "vip" } }],
  ]);
  const { draft: document } = await api("GET", `/flows/${id}`);
  document.nodes.push(
    { id: "keep", kind: "add_tag", settings: { tag: "keep" }, position: { x: -140, y: 280 } },
    { id: "drop", kind: "add_tag", settings: { tag: "drop" }, position: { x: 140, y: 280 } },
  );
  document.edges.push(
    { from: "ask", port: "yes", to: "keep" },
    { from: "ask", port: "no", to: "drop" },
  );
  await api("PUT", `/flows/${id}/draft`, { document });
  await page.goto(`/flows/${id}`);
  await card(page, "ask").click();
  await page.keyboard.press("Delete");
  await page.getByRole("button", { name: /^Keep “Yes”/ }).click();
  await draft(id, (now) => {
    assert.deepEqual(
      now.nodes.map((node) => node.id),
      ["start", "keep"],
    );
    assert.deepEqual(wires(now), ["start>keep"]);
  });
});

test("a step dragged onto a wire takes its place in the line", async () => {
  const page = await open();
  const id = await lineOf("Moved", [
    ["start", "meeting_cancelled"],
    ["one", "add_tag", { tag: "a" }],
    ["two", "add_tag", { tag: "b" }],
    ["three", "add_tag", { tag: "c" }],
  ]);
  await page.goto(`/flows/${id}`);
  const from = await boxOf(page, card(page, "three"));
  const above = await boxOf(page, card(page, "start"));
  const below = await boxOf(page, card(page, "one"));
  const x = above.x + above.width / 2;
  const y = (above.y + above.height + below.y) / 2;
  await page.mouse.move(from.x + 20, from.y + 12);
  await page.mouse.down();
  await page.mouse.move(x + 30, y + 30, { steps: 8 });
  await page.mouse.move(x, y, { steps: 4 });
  await page.mouse.up();
  await draft(id, (now) => assert.deepEqual(wires(now), ["one>two", "start>three", "three>one"]));
});

test("steps are copied from one flow into another with the wires between them", async () => {
  const page = await open();
  const id = await lineOf("Source", [
    ["start", "meeting_cancelled"],
    ["one", "add_tag", { tag: "a" }],
    ["two", "add_tag", { tag: "b" }],
  ]);
  const target = await lineOf("Target", [["start", "meeting_booked"]]);
  await page.goto(`/flows/${id}`);
  await card(page, "one").click();
  await card(page, "two").click({ modifiers: ["Shift"] });
  await page.keyboard.press("Control+c");
  await page.goto(`/flows/${target}`);
  await card(page, "start").waitFor();
  await page.keyboard.press("Control+v");
  await draft(target, (now) => {
    assert.deepEqual(kinds(now), ["meeting_booked", "add_tag", "add_tag"]);
    assert.equal(now.edges.length, 1);
  });
});

test("a number on a step counts a real event while one looks, and a click lists the person", async () => {
  const page = await open();
  const id = await lineOf("Counted", [
    ["start", "event", { of: { event: "custom:counted" } }],
    ["hold", "wait", { for: { days: 1 } }],
  ]);
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "hold").getByText("0 entered").waitFor();
  const email = `${id}@example.com`;
  await track(email, "counted");
  await card(page, "hold").getByText("1 inside").click();
  await page.getByRole("dialog").getByText(email).waitFor();
});

const SCREENS = ["?step=is_early", "?mode=numbers", "?mode=diff", "?as=outline", "?version=1"];

for (const colorScheme of ["light", "dark"]) {
  test(`every screen of the editor can be used by everybody, ${colorScheme}`, async () => {
    const page = await open();
    await page.emulateMedia({ colorScheme });
    for (const screen of SCREENS) {
      await page.goto(`/flows/hand-over${screen}`);
      await page.getByText("Sales qualified").first().waitFor();
      await checkPage(page, screen);
    }
  });
}

test("a viewer sees everything and changes nothing", async () => {
  const id = await lineOf("Read", [
    ["start", "meeting_cancelled"],
    ["one", "add_tag", { tag: "a" }],
  ]);
  const page = await open("viewer");
  await page.goto(`/flows/${id}`);
  await card(page, "one").click();
  await page.keyboard.press("Delete");
  assert.equal(await page.locator(".react-flow__node").count(), 2);
  assert.equal(await page.getByRole("button", { name: "Publish…" }).count(), 0);
  assert.equal(await palette(page).count(), 0);
  assert.equal(await settings(page).getByRole("textbox", { name: "Name" }).isDisabled(), true);
});
