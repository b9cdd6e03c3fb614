// A rule asks about a past that nobody has counted: it is counted first. While the test build's
// processing is held up, counting cannot end, and one sees what is said meanwhile.

import assert from "node:assert/strict";
import { after, afterEach, before, test } from "node:test";
import { api, enter, openBrowser, URL_, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { flowOf, freshName, track } from "./support/flow.mjs";

/** Publishing waits for five seconds before it says that it is put off. */
const PUT_OFF_MS = 10_000;

let browser;
let page;
let wrong;
before(async () => {
  browser = await openBrowser();
  ({ page, wrong } = await enter(browser, "marketer"));
});
after(() => browser.close());
afterEach(async () => {
  await processing(true);
  await until(async () => {
    const { items } = await api("GET", "/preparations");
    assert.deepEqual(items, []);
  }, "nothing is being counted any more");
  assert.deepEqual(wrong, []);
});

async function processing(goesOn) {
  const { status } = await fetch(`${URL_}/test/processing`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ paused: !goesOn }),
  });
  assert.equal(status, 204);
}

/** An event that no rule has asked about so far. */
const freshEvent = () => freshName("looked").replace(" ", "-");

/** The rule: it happened at least so often. */
const often = (event, times = 2) => ({
  count: { of: { event: `custom:${event}` }, times: { at_least: times } },
});

async function membersOf(id) {
  const { items } = await api("GET", `/segments/${id}/members`);
  return items.map(({ contact }) => contact);
}

/** What waits under this name: on the list, on its page or over the drawing. */
const waiting = (name) => page.getByRole("group", { name, exact: true });
const dialog = () => page.getByRole("dialog");

/** Two contacts: one did it twice, one once. Answers the id of the first. */
async function twiceAndOnce(event) {
  const { id } = await track(`twice-${event}@example.com`, event, event);
  await track(`once-${event}@example.com`, event);
  return id;
}

/** Draws the segment up by hand, as far as the button. */
async function drawUp(name, event) {
  await page.goto("/segments/new");
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("menuitem", { name: "Happened", exact: true }).click();
  await page.getByRole("combobox", { name: "Event", exact: true }).click();
  await page.getByRole("option", { name: "An event of yours…" }).click();
  await page.getByRole("combobox", { name: "Name of the event" }).fill(event);
  await page.getByRole("textbox", { name: "Number", exact: true }).fill("2");
  await page.getByText(`“${event}” happened at least 2 times`).waitFor();
}

const create = () => page.getByRole("button", { name: "Create segment" }).click();

/** A text that is said once publishing has waited in vain. */
const putOff = (text) => page.getByText(text).first().waitFor({ timeout: PUT_OFF_MS });

test("a segment over an event that nobody counted has its members, and shows them", async () => {
  const event = freshEvent();
  const twice = await twiceAndOnce(event);
  await drawUp(`Keen ${event}`, event);
  await create();
  await page.waitForURL(/\/segments\/keen-/);
  await page.getByRole("heading", { name: "1 member" }).waitFor();
  assert.deepEqual(await membersOf(`keen-${event}`), [twice]);
});

test("a new segment that is being counted is on the list, and is there when it is done", async () => {
  const event = freshEvent();
  const name = `Slow ${event}`;
  const twice = await twiceAndOnce(event);
  await drawUp(name, event);
  await processing(false);
  await create();
  await putOff(`“${name}” is published as soon as that is done.`);
  assert.match(page.url(), /\/segments$/);
  await waiting(name)
    .getByText(/^Counting your history … \d+%$/)
    .waitFor();
  const bar = `How much of the history for “${name}” is counted`;
  await waiting(name).getByRole("progressbar", { name: bar }).waitFor();
  await checkPage(page, "a segment that is being counted");
  await processing(true);
  await page.getByRole("link", { name, exact: true }).waitFor();
  await waiting(name).waitFor({ state: "detached" });
  assert.deepEqual(await membersOf(`slow-${event}`), [twice]);
});

test("a changed rule that is being counted can be given up, and the old one stays", async () => {
  const [first, event] = [freshEvent(), freshEvent()];
  const [name, id] = [`Kept ${first}`, `kept-${first}`];
  await api("PUT", `/segments/${id}`, { name, rule: { tag: first } });
  await processing(false);
  await api("PUT", `/segments/${first}`, { name: first, rule: often(first) });
  await api("PUT", `/segments/${id}`, { name, rule: often(event) });
  await page.goto(`/segments/${id}`);
  await waiting(name).getByText("Waits for its turn: something else is being counted").waitFor();
  await waiting(name).getByText("The version that is published now stays in force").waitFor();
  await waiting(name).getByRole("button", { name: "Give up" }).click();
  await dialog()
    .getByRole("heading", { name: `Give up publishing “${name}”?` })
    .waitFor();
  await dialog().getByRole("button", { name: "Give up" }).click();
  await waiting(name).waitFor({ state: "detached" });
  const { items } = await api("GET", "/preparations");
  assert.deepEqual(
    items.map(({ subject }) => subject),
    [first],
  );
  await processing(true);
  assert.deepEqual((await api("GET", `/segments/${id}`)).rule, { tag: first });
});

test("a flow that waits for its past says so over the drawing and in the list", async () => {
  const event = freshEvent();
  const name = `Asks ${event}`;
  const flow = await flowOf(
    name,
    [
      ["start", "tag_added", { tag: event }],
      ["ask", "branch", { rule: often(event) }],
      ["left", "add_tag", { tag: "l" }, -140],
      ["right", "add_tag", { tag: "r" }, 140, 2],
    ],
    ["start>ask", "ask:yes>left", "ask:no>right"],
  );
  await page.goto(`/flows/${flow}`);
  await page.getByRole("button", { name: "Publish…" }).click();
  await processing(false);
  await dialog().getByRole("button", { name: "Publish version 1" }).click();
  await putOff("Runnel is counting your history first.");
  await dialog().waitFor({ state: "detached" });
  await waiting(name).getByText("Counting your history …").waitFor();
  await checkPage(page, "a flow that is being counted");
  await page.getByRole("link", { name: "Flows", exact: true }).click();
  const row = page.getByRole("row", { name });
  await row.getByText("Counting your history …").waitFor();
  await processing(true);
  await row.getByText("Running").waitFor();
  await row.getByText("Counting your history …").waitFor({ state: "detached" });
  assert.equal((await api("GET", `/flows/${flow}`)).current_version, 1);
});

test("what cannot be published after all says why, until it is given up", async () => {
  const [gone, event] = [freshEvent(), freshEvent()];
  const name = `Stuck ${event}`;
  await api("PUT", `/segments/${gone}`, { name: gone, rule: { tag: gone } });
  await processing(false);
  const rule = { all: [{ segment: gone }, often(event)] };
  await api("PUT", `/segments/${event}`, { name, rule });
  await api("DELETE", `/segments/${gone}`);
  await page.goto("/segments");
  await waiting(name).waitFor();
  await processing(true);
  const stuck = page.getByRole("alert", { name });
  await stuck.getByText("Could not be published").waitFor();
  await stuck.getByText(`There is no segment \`${gone}\`.`).waitFor();
  await stuck.getByText("Put this right and publish again, or give it up.").waitFor();
  await checkPage(page, "a segment that could not be published");
  await stuck.getByRole("button", { name: "Give up" }).click();
  await dialog().getByText("The segment is not created, and its rule is gone.").waitFor();
  await dialog().getByRole("button", { name: "Give up" }).click();
  await stuck.waitFor({ state: "detached" });
});

/** A flow that rests whoever comes into the segment. */
const awaits = (segment) =>
  flowOf(
    `Awaits ${segment}`,
    [
      ["start", "segment_entered", { segment }],
      ["rest", "wait", { for: { days: 9 } }],
    ],
    ["start>rest"],
  );

async function isInside(flow, contact) {
  const { items } = await api("GET", `/flows/${flow}/enrolments?contact=${contact}`);
  return items.length > 0;
}

test("whoever is in the segment of a trigger enters if the publisher says so", async () => {
  const event = freshEvent();
  const twice = await twiceAndOnce(event);
  await api("PUT", `/segments/${event}`, { name: "Keen ones", rule: often(event) });
  await until(async () => assert.deepEqual(await membersOf(event), [twice]), "she is in it");
  const flow = await awaits(event);
  await page.goto(`/flows/${flow}`);
  await page.getByRole("button", { name: "Publish…" }).click();
  const also = dialog().getByLabel("Also the 1 person who is in “Keen ones” now");
  await dialog().getByText("Otherwise only who comes into it from now on enters.").waitFor();
  assert.equal(await also.isChecked(), false);
  await also.check();
  await dialog().getByRole("button", { name: "Publish version 1" }).click();
  await page.getByText("Version 1 is published.").waitFor();
  await until(async () => assert.ok(await isInside(flow, twice)), "she is in the flow");
});

test("whoever a changed rule finds starts flows if the publisher says so", async () => {
  const event = freshEvent();
  const twice = await twiceAndOnce(event);
  await api("PUT", `/segments/${event}`, { name: "Wide", rule: often(event, 3) });
  const flow = await awaits(event);
  await api("POST", `/flows/${flow}/publish`);
  await page.goto(`/segments/${event}`);
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Number", exact: true }).fill("2");
  const starts = page.getByLabel("Whoever comes into it by this change starts the flows");
  assert.equal(await starts.isChecked(), false);
  await starts.check();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("heading", { name: "1 member" }).waitFor();
  await until(async () => assert.ok(await isInside(flow, twice)), "she is in the flow");
});
