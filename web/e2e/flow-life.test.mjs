// The end of a flow, and its fuse: deleting it, what a flow may send, and what happens beyond that.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { api, eventually, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { open, openLine, saved } from "./support/editor.mjs";
import { card, draft, LINE, lineOf, track } from "./support/flow.mjs";
import { receiver } from "./support/receiver.mjs";

const dialog = (page) => page.getByRole("dialog");
/** Not the palette, which has a button of the same name as long as it closes. */
const deleting = (page) =>
  page.getByRole("dialog", { name: /^Delete “/ }).getByRole("button", { name: /^Delete flow/ });

async function inMenu(page, name) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name }).click();
}

const statusOf = async (path) => {
  const { items } = await api("GET", "/flows");
  return items.find(({ id }) => id === path)?.state ?? "gone";
};

/** A published flow that its own event starts, and in which people wait. */
async function waiting(text) {
  const event = `${text.toLowerCase()}-${Date.now().toString(36)}`;
  const id = await lineOf(event, [
    ["start", "event", { of: { event: `custom:${event}` } }],
    ["hold", "wait", { for: { days: 9 } }],
  ]);
  await api("POST", `/flows/${id}/publish`);
  return { id, event };
}

async function enters(id, event, count) {
  for (let nth = 0; nth < count; nth += 1) await track(`${event}-${nth}@example.com`, event);
  await eventually(async () => (await inside(id)) === count, `${count} are inside`);
}

test("a flow is deleted with its people, who are counted before, and leave", async () => {
  const page = await open();
  const { id, event } = await waiting("Ended");
  await enters(id, event, 2);
  const { items } = await api("GET", `/flows/${id}/enrolments`);
  await page.goto(`/flows/${id}`);
  await inMenu(page, "Delete flow");
  await page.getByRole("dialog", { name: `Delete “${event}”` }).waitFor();
  await dialog(page)
    .getByText("The 2 people inside leave one after the other, also in the middle of a wait.")
    .waitFor();
  await dialog(page).getByText("This cannot be undone").waitFor();
  await dialog(page).getByRole("button", { name: "Delete flow and end 2 passages" }).click();
  await page.getByText(`“${event}” is deleted.`).waitFor();
  await page.waitForURL(/\/flows$/);
  assert.equal(await statusOf(id), "gone");
  await until(async () => {
    for (const { contact } of items) {
      const { enrolments } = await api("GET", `/contacts/${contact}`);
      assert.ok(!enrolments.some(({ flow }) => flow === id || flow.id === id));
    }
  }, "nobody is inside any more");
});

test("who enters while one is asked is not ended unseen", async () => {
  const page = await open();
  const { id, event } = await waiting("Late");
  await page.goto(`/flows/${id}`);
  await inMenu(page, "Delete flow");
  await dialog(page).getByText("Nobody is inside now.").waitFor();
  // What the page knows stays as it was when the question was asked.
  await page.route(`**/flows/${id}/inside`, (route) => route.abort());
  await enters(id, event, 1);
  await deleting(page).click();
  await dialog(page).getByText("Somebody has entered meanwhile.").waitFor();
  assert.equal(await statusOf(id), "active");
  await page.unroute(`**/flows/${id}/inside`);
  await page.keyboard.press("Escape");
});

test("a flow that others ask about stays, and they are named", async () => {
  const page = await open();
  const id = await lineOf("Asked", LINE);
  await api("POST", `/flows/${id}/publish`);
  const segment = `asks-${Date.now().toString(36)}`;
  await api("PUT", `/segments/${segment}`, {
    name: `Been, “there”, ${segment}`,
    rule: { flow: { flow: id, is: "entered" } },
  });
  await page.goto(`/flows/${id}`);
  await inMenu(page, "Delete flow");
  await deleting(page).click();
  const refused = dialog(page).getByRole("alert");
  await refused.getByText("“Asked” cannot be deleted yet").waitFor();
  await refused.getByRole("link", { name: `Segment “Been, “there”, ${segment}”` }).click();
  await page.waitForURL(`**/segments/${segment}`);
  assert.equal(await statusOf(id), "active");
});

test("a flow is deleted from the list, and from the palette of its page, with a file of it first", async () => {
  const page = await open();
  const first = await lineOf(`Listed ${Date.now().toString(36)}`, LINE);
  const { name } = await api("GET", `/flows/${first}`);
  await page.goto("/flows");
  await page.getByRole("button", { name: `What to do with ${name}` }).click();
  await page.getByRole("menuitem", { name: "Delete flow" }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    dialog(page).getByRole("button", { name: "Save as a file" }).click(),
  ]);
  assert.equal(file.suggestedFilename(), `${first}.json`);
  await deleting(page).click();
  await page.getByRole("row", { name }).waitFor({ state: "detached" });
  assert.equal(await statusOf(first), "gone");

  const { id } = await openLine("By palette");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder(/A page, a contact/).fill("delete flow");
  await page.getByRole("button", { name: "Delete flow" }).first().click();
  await deleting(page).click();
  await page.waitForURL(/\/flows$/);
  assert.equal(await statusOf(id), "gone");
});

test("whoever looks at a deleted flow is told so; who may not change flows is not offered it", async () => {
  const viewer = await open("viewer");
  const { id } = await waiting("Watched");
  await viewer.goto(`/flows/${id}`);
  await card(viewer, "hold").waitFor();
  await viewer.getByRole("button", { name: "More", exact: true }).click();
  await viewer.getByRole("menuitem", { name: "Save as a file" }).waitFor();
  assert.equal(await viewer.getByRole("menuitem", { name: "Delete flow" }).count(), 0);
  await viewer.keyboard.press("Escape");
  await api("DELETE", `/flows/${id}`);
  await viewer.getByRole("heading", { name: "There is no such flow" }).waitFor();
});

const inside = async (id) => (await api("GET", `/flows/${id}`)).inside;

const target = await receiver(200);
after(() => target.close());

/** A published flow that may send once an hour. Whoever enters is sent, and then waits inside. */
async function blown(text) {
  const event = `${text.toLowerCase()}-${Date.now().toString(36)}`;
  const id = await lineOf(event, [
    ["start", "event", { of: { event: `custom:${event}` } }],
    ["post", "post_to_url", { url: `${target.url}/${event}` }],
    ["hold", "wait", { for: { days: 9 } }],
  ]);
  const { draft: document } = await api("GET", `/flows/${id}`);
  await api("PUT", `/flows/${id}/draft`, { document: { ...document, ceiling: { per_hour: 1 } } });
  await api("POST", `/flows/${id}/publish`);
  const arrived = () => target.got.filter((one) => JSON.stringify(one).includes(event)).length;
  return {
    id,
    event,
    arrived,
    blow: async () => {
      for (const who of ["a", "b", "c"]) await track(`${event}-${who}@example.com`, event);
      await eventually(async () => (await statusOf(id)) === "paused", "the fuse blew", 15_000);
    },
  };
}

test("a flow that Runnel paused says so while one looks, in the list too, and sends the rest when it is resumed", async () => {
  const page = await open();
  const { id, event, arrived, blow } = await blown("Loud");
  await page.goto(`/flows/${id}`);
  await card(page, "post").waitFor();
  await blow();
  const banner = page.getByRole("alert", { name: /^Runnel paused this flow/ });
  await banner.getByText("Runnel paused this flow").waitFor();
  await banner.getByText("more than 1 message within an hour").waitFor();
  await banner.getByText(/people inside stay where they are/).waitFor();
  await checkPage(page, "a blown fuse");
  await page.goto("/flows");
  await page.getByRole("row", { name: event }).getByText("Wanted to send too much").waitFor();
  await page.goto(`/flows/${id}`);
  assert.deepEqual([arrived(), (await inside(id)) > 1], [1, true]);
  await banner.getByRole("button", { name: "Resume flow" }).click();
  await dialog(page)
    .getByText(/is sent now\. All of it, once\./)
    .waitFor();
  await dialog(page).getByRole("button", { name: "Resume flow" }).click();
  await banner.waitFor({ state: "detached" });
  // The outbox looks for what is due again twice a minute.
  await eventually(async () => arrived() === (await inside(id)), "the rest was sent", 45_000);
  assert.equal(await statusOf(id), "active");
});

test("allowing more and publishing lets a paused flow go on", async () => {
  const page = await open();
  const { id, blow } = await blown("Allowed");
  await blow();
  await page.goto(`/flows/${id}`);
  await page.getByRole("alert").getByRole("button", { name: "Allow more" }).click();
  const field = dialog(page).getByRole("textbox", { name: "Most that leaves within an hour" });
  await until(
    async () => assert.ok(await field.evaluate((input) => input === document.activeElement)),
    "the ceiling is at hand",
  );
  await field.fill("50");
  await draft(id, ({ ceiling }) => assert.deepEqual(ceiling, { per_hour: 50 }));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Publish…" }).click();
  await dialog(page).getByText("sends what was held back").waitFor();
  await dialog(page).getByText("Most that leaves within an hour: 1 an hour 50 an hour").waitFor();
  await dialog(page).getByRole("button", { name: "Publish version 2" }).click();
  await page.getByText("Version 2 is published.").waitFor();
  await page.getByText("Runnel paused this flow").waitFor({ state: "detached" });
  const { state, pause_reason } = await api("GET", `/flows/${id}`);
  assert.deepEqual([state, pause_reason], ["active", null]);
});

test("what a flow may send is undone like any edit, told among the changes, and never lost", async () => {
  const page = await open();
  const id = await lineOf("Limited", LINE);
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/flows/${id}`);
  await inMenu(page, "Settings of the flow");
  const field = dialog(page).getByRole("textbox", { name: "Most that leaves within an hour" });
  await field.fill("0");
  assert.equal(await field.inputValue(), "", "a flow that may send nothing is none");
  await field.fill("250");
  await draft(id, ({ ceiling }) => assert.deepEqual(ceiling, { per_hour: 250 }));
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Undo: change the flow" }).click();
  await draft(id, ({ ceiling }) => assert.equal(ceiling, undefined));
  await page.getByRole("button", { name: "Redo: change the flow" }).click();
  await draft(id, ({ ceiling }) => assert.deepEqual(ceiling, { per_hour: 250 }));
  await card(page, "one").click();
  await page.keyboard.press("Delete");
  await draft(id, ({ nodes, ceiling }) =>
    assert.deepEqual([nodes.length, ceiling], [3, { per_hour: 250 }]),
  );
  await saved(page);
  await page.goto(`/flows/${id}?mode=diff`);
  const changes = page.getByRole("region", { name: "Settings of the flow" });
  assert.equal(await changes.locator("del").innerText(), "—");
  assert.equal(await changes.locator("ins").innerText(), "250 an hour");
});
