// Disqualifying: who stands on the review list, keeping them there and on their own page, taking
// back what was done, and what each role is offered. What time brings by itself, the server's own
// tests show.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { api, enter, eventually, somebody, speak, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { card, lineOf, track } from "./support/flow.mjs";

const me = somebody("marketer");
const REASON = "Asked us twice to leave them alone";
const LIST = "/contacts?list=to-be-dropped";

const pictures = fileURLToPath(new URL("./pictures/", import.meta.url));
mkdirSync(pictures, { recursive: true });

/** A published flow that disqualifies whoever asks for it, and tags whoever is kept. */
async function dropping(text, grace) {
  const event = `${text.toLowerCase().replaceAll(" ", "-")}-${Date.now().toString(36)}`;
  const id = await lineOf(event, [
    ["asked", "event", { of: { event: `custom:${event}` } }],
    ["drop", "disqualify", { reason: REASON, ...(grace && { grace }) }],
  ]);
  const { draft: document } = await api("GET", `/flows/${id}`);
  document.name = text;
  document.nodes[1].name = "Say goodbye";
  const kept = { id: "kept", kind: "add_tag", settings: { tag: "kept" } };
  document.nodes.push({ ...kept, position: { x: -140, y: 280 } });
  document.edges.push({ from: "drop", port: "kept", to: "kept" });
  await api("PUT", `/flows/${id}/draft`, { document });
  await api("POST", `/flows/${id}/publish`);
  return { id, event, asks: (who) => track(`${who}-${event}@example.com`, event) };
}

const listed = async () => (await api("GET", "/disqualifications")).items;
const stored = (contact) => api("GET", `/contacts/${contact.id}`);
const rowOf = (page, contact) => page.getByRole("row", { name: contact.name });
const banner = (page, name) => page.getByRole("group", { name });

test("who is about to be dropped appears while one looks, with why, where and when", async () => {
  const { page } = me;
  for (const { contact } of await listed()) await api("POST", `/contacts/${contact}/requalify`);
  await page.goto("/contacts");
  await page.getByRole("tab", { name: "To be dropped" }).click();
  await page.waitForURL(/list=to-be-dropped/);
  await page.getByRole("heading", { name: "Nobody is to be dropped" }).waitFor();
  await checkPage(page, "nobody is to be dropped");
  await page.screenshot({ path: `${pictures}nobody-to-be-dropped.png` });
  const { id, asks } = await dropping("Leavers", { days: 7 });
  const ana = await asks("ana");
  const row = rowOf(page, ana);
  await row.getByText(REASON).waitFor();
  await row.getByText("in 6 days").waitFor();
  await row.getByText("Say goodbye").waitFor();
  await page.getByRole("tab", { name: "To be dropped 1" }).waitFor();
  await row.getByRole("link", { name: "Leavers", exact: true }).click();
  await page.waitForURL(new RegExp(`/flows/${id}.*step=drop`));
  await card(page, "drop").waitFor();
  await page.goto(LIST);
  await rowOf(page, ana).getByRole("link", { name: ana.name }).click();
  await page.waitForURL(`**/contacts/${ana.id}`);
});

test("somebody is kept with the keyboard, which then stands at the next one", async () => {
  const { page } = me;
  const { asks } = await dropping("Kept", { days: 7 });
  const [bo, cy] = [await asks("bo"), await asks("cy")];
  await page.goto(LIST);
  const keep = (one) => page.getByRole("button", { name: `Keep ${one.name}` });
  await keep(cy).waitFor();
  await keep(bo).focus();
  await page.keyboard.press("Enter");
  await page.getByText(`${bo.name} is kept.`).waitFor();
  await rowOf(page, bo).waitFor({ state: "detached" });
  await until(
    async () => assert.ok(await keep(cy).evaluate((one) => one === document.activeElement)),
    "the focus is at the next one",
  );
  await eventually(async () => (await stored(bo)).tags.includes("kept"), "the flow goes on");
  const still = (await listed()).map(({ contact }) => contact);
  assert.deepEqual([still.includes(bo.id), still.includes(cy.id)], [false, true]);
});

test("a contact's page says until when one may object, and keeps", async () => {
  const { page } = me;
  const { asks } = await dropping("Warned", { days: 2 });
  const di = await asks("di");
  await page.goto(`/contacts/${di.id}`);
  const warning = banner(page, /^Will be disqualified on /);
  await warning.getByText(REASON).waitFor();
  await warning.getByRole("link", { name: "Warned" }).waitFor();
  await warning.getByRole("button", { name: `Keep ${di.name}` }).click();
  await warning.waitFor({ state: "detached" });
  await eventually(async () => (await stored(di)).tags.includes("kept"), "the flow goes on");
});

/** Somebody who was an MQL until their own event disqualified them. */
async function disqualified(who) {
  const { event } = await dropping("At once");
  const email = `${who}-${event}@example.com`;
  const contact = await track(email);
  await api("PATCH", `/contacts/${contact.id}`, { stage: "mql" });
  await track(email, event);
  await eventually(async () => (await stored(contact)).disqualified, `${who} is disqualified`);
  return contact;
}

test("whoever was disqualified is taken back, with the stage of before", async () => {
  const { page } = me;
  const eva = await disqualified("eva");
  await page.goto(`/contacts/${eva.id}`);
  const told = banner(page, `Disqualified: ${REASON}`);
  await told.getByText("Was MQL before.").waitFor();
  await told.getByRole("button", { name: "Take back" }).click();
  await page.getByText(`${eva.name} is no longer disqualified.`).waitFor();
  await told.waitFor({ state: "detached" });
  const { stage, disqualified: still } = await stored(eva);
  assert.deepEqual([stage, still], ["mql", null]);
  await page.goto(`/contacts/${eva.id}?tab=timeline`);
  await page.getByText("Disqualification called off").waitFor();
  await page.getByText(`Disqualified: ${REASON}`).waitFor();
});

test("sales may object, whoever only reads is not asked to", async () => {
  const { asks } = await dropping("Roles", { days: 7 });
  const [fred, gus] = [await asks("fred"), await disqualified("gus")];
  for (const [role, offered] of [
    ["sales", 1],
    ["viewer", 0],
  ]) {
    const { page, wrong, close } = await enter(me.browser, role);
    await page.goto(LIST);
    const row = rowOf(page, fred);
    await row.getByText(REASON).waitFor();
    assert.equal(await row.getByRole("button", { name: /^Keep/ }).count(), offered, role);
    await page.goto(`/contacts/${gus.id}`);
    const told = banner(page, /^Disqualified:/);
    await told.waitFor();
    assert.equal(await told.getByRole("button", { name: "Take back" }).count(), offered, role);
    assert.deepEqual(wrong, []);
    await close();
  }
});

test("while the flow is paused nobody is disqualified, and the list says so", async () => {
  const { page } = me;
  const { id, asks } = await dropping("Paused", { days: 3 });
  const hal = await asks("hal");
  await api("POST", `/flows/${id}/pause`);
  await page.goto(LIST);
  await rowOf(page, hal).getByText("when the flow is resumed").waitFor();
  await page.goto(`/contacts/${hal.id}`);
  await banner(page, "Will be disqualified when the flow is resumed").waitFor();
});

test("a list that cannot be had says so, and is asked for again", async () => {
  const { page, wrong } = me;
  const { asks } = await dropping("Again", { days: 7 });
  const kim = await asks("kim");
  await page.route("**/disqualifications", (route) => route.fulfill({ status: 500, body: "" }));
  await page.goto(LIST);
  const failed = page.getByRole("alert");
  await failed.getByText("This did not work").waitFor();
  await page.unroute("**/disqualifications");
  await failed.getByRole("button", { name: "Try again" }).click();
  await rowOf(page, kim).waitFor();
  // What the browser logs of such an answer is no fault of the page.
  wrong.length = 0;
});

test("the command palette leads to the list, by the keyboard alone", async () => {
  const { page } = me;
  await page.goto("/flows");
  await page.getByRole("button", { name: "New flow" }).waitFor();
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A page, a contact, a flow, a segment, a model").fill("dropped");
  await page.getByRole("button", { name: "To be dropped" }).waitFor();
  assert.equal(await page.locator("button[data-action]").count(), 1);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/contacts\?list=to-be-dropped$/);
});

test("who is to be dropped can be read by everybody, light, dark and in Russian", async () => {
  const { page, wrong } = me;
  const { asks } = await dropping("Dead leads", { days: 7 });
  const pages = {
    "to-be-dropped": LIST,
    "about-to-be": `/contacts/${(await asks("ida")).id}`,
    disqualified: `/contacts/${(await disqualified("jo")).id}`,
  };
  const look = async (name, suffix) => {
    await page.goto(pages[name]);
    await page.getByText(REASON).first().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${pictures}${name}-${suffix}.png` });
  };
  for (const name of Object.keys(pages)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await look(name, colorScheme);
      await checkPage(page, `${name}, ${colorScheme}`);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  await speak(page, "ru");
  for (const name of Object.keys(pages)) await look(name, "ru");
  assert.deepEqual(wrong, []);
});
