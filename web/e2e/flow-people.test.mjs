// From the numbers on the canvas to the people behind them, and to a segment of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, enter, somebody, someContact } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { card } from "./support/flow.mjs";

const me = somebody("marketer");

const MAKE = { name: "Make a segment from them" };

/**
 * A published flow that the tag of its own name starts: start → ask → mark, by way of a wait for
 * whoever has no `-hurry`. `-left` takes people out.
 */
async function published(id) {
  const nodes = [
    { id: "start", kind: "tag_added", settings: { tag: id } },
    { id: "ask", kind: "branch", settings: { rule: { tag: `${id}-hurry` } } },
    { id: "hold", kind: "wait", settings: { for: { days: 3 } } },
    { id: "mark", kind: "add_tag", settings: { tag: "done" } },
  ].map((node, at) => ({ ...node, position: { x: 0, y: 140 * at } }));
  const edges = [
    { from: "start", to: "ask" },
    { from: "ask", port: "yes", to: "mark" },
    { from: "ask", port: "no", to: "hold" },
    { from: "hold", to: "mark" },
  ];
  const exit_when = { tag: `${id}-left` };
  await api("POST", "/flows", { document: { id, name: `Slow ${id}`, nodes, edges, exit_when } });
  await api("POST", `/flows/${id}/publish`);
}

async function entered(id, name, tags = []) {
  const contact = await someContact({ name });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [...tags, id] });
  return contact.id;
}

async function membersOf(segment) {
  const { items } = await api("GET", `/segments/${segment}/members`);
  return items.map(({ contact }) => contact);
}

/** Saves the segment that the page offers, and gives its id. */
async function saved(page) {
  await page.getByRole("button", { name: "Create segment" }).click();
  await page.getByRole("heading", { name: /members?$/ }).waitFor();
  return new URL(page.url()).pathname.split("/").at(-1);
}

test("who waits at a step becomes a segment, which they leave when they go on", async () => {
  const { page } = me;
  const id = `slow-${Date.now()}`;
  await published(id);
  const slow = await entered(id, "Irena Wolna");
  await entered(id, "Piotr Prędki", [`${id}-hurry`]);
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "hold").getByText("1 inside").click();
  const people = page.getByRole("dialog");
  await people.getByText("people come and go by themselves").waitFor();
  await checkPage(page, "people");
  await people.getByRole("link", MAKE).click();
  await people.waitFor({ state: "hidden" });
  await page.getByText("people come and go by themselves").waitFor();
  const name = `Waits at “Wait” in Slow ${id}`;
  assert.equal(await page.getByLabel("Name").inputValue(), name);
  await page.getByText(`Waits at “Wait” in the flow “Slow ${id}”`).waitFor();
  await checkPage(page, "new segment");
  const segment = await saved(page);
  const { rule } = await api("GET", `/segments/${segment}`);
  assert.deepEqual(rule, { flow: { flow: id, is: { waits_at: "hold" } } });
  assert.deepEqual(await membersOf(segment), [slow]);
  await api("PATCH", `/contacts/${slow}`, { add_tags: [`${id}-left`] });
  await page.getByText("Nobody is in it").waitFor();
});

test("who came to the end becomes a segment, of those who waited and those who did not", async () => {
  const { page } = me;
  const id = `done-${Date.now()}`;
  await published(id);
  await entered(id, "Irena Wolna");
  const quick = await entered(id, "Piotr Prędki", [`${id}-hurry`]);
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "mark").getByText("1 entered").click();
  const people = page.getByRole("dialog");
  await people.getByText("Nobody is in this step now.").waitFor();
  assert.equal(await people.getByRole("link", MAKE).count(), 0, "nobody can stay at an action");
  await people.getByText("Ended here").click();
  await people.getByText("Piotr Prędki").waitFor();
  await people.getByRole("link", MAKE).click();
  await page.getByText(`Has come to the end of the flow “Slow ${id}”`).waitFor();
  const segment = await saved(page);
  assert.deepEqual(await membersOf(segment), [quick]);
});

test("what no rule can say is not offered as a segment, and nothing is to who only looks", async () => {
  const { page } = me;
  const id = `ways-${Date.now()}`;
  await published(id);
  await entered(id, "Irena Wolna");
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "start").getByText("1 entered").click();
  const people = page.getByRole("dialog");
  await people.getByText("Went on").click();
  await people.getByRole("link", MAKE).waitFor();
  await page.keyboard.press("Escape");
  await card(page, "ask").getByText("1 entered").click();
  await people.getByText("Went on").click();
  await people.getByRole("combobox", { name: "Which way" }).waitFor();
  assert.equal(await people.getByRole("link", MAKE).count(), 0, "the way is no part of a rule");
  const viewer = await enter(me.browser, "viewer");
  await viewer.page.goto(`/flows/${id}?mode=numbers`);
  await card(viewer.page, "hold").getByText("1 inside").click();
  await viewer.page.getByRole("dialog").getByText("Irena Wolna").waitFor();
  assert.equal(await viewer.page.getByRole("link", MAKE).count(), 0, "a viewer makes nothing");
  await viewer.close();
});
