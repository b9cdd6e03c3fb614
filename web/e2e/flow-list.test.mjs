// The list of flows, versions, and working beside colleagues: who did what.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api } from "./support/app.mjs";
import { open, settings } from "./support/editor.mjs";
import { card, draft, LINE, lineOf, track } from "./support/flow.mjs";

const menu = (page) => page.getByRole("button", { name: "More", exact: true });

test("the list says who entered this week and is inside, what is wrong, and who changed it", async () => {
  const page = await open();
  const event = `listed-${Date.now().toString(36)}`;
  const id = await lineOf(event, [
    ["start", "event", { of: { event: `custom:${event}` } }],
    ["hold", "wait", { for: { days: 1 } }],
  ]);
  await api("POST", `/flows/${id}/publish`);
  await track(`${event}@example.com`, event);
  await page.goto(`/flows/${id}`);
  await card(page, "hold").click();
  await settings(page).getByRole("textbox", { name: "Name" }).fill("Held");
  await draft(id, ({ nodes }) => assert.equal(nodes[1].name, "Held"));
  await page.goto("/flows");
  const row = page.getByRole("row", { name: event });
  await row.getByText("marketer of the tests").waitFor();
  assert.match(await row.innerText(), /Running\s+1\s+1\s+No problems/);
});

test("all versions are listed with who published them, and each can be the draft again", async () => {
  const page = await open();
  const id = await lineOf("Listed", LINE);
  await api("POST", `/flows/${id}/publish`);
  const { draft: document } = await api("GET", `/flows/${id}`);
  document.nodes[1].settings.tag = "z";
  await api("PUT", `/flows/${id}/draft`, { document });
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/flows/${id}`);
  await menu(page).click();
  await page.getByRole("menuitem", { name: "Versions" }).click();
  const versions = page.getByRole("dialog", { name: "Versions" }).locator("section");
  await versions.nth(1).waitFor();
  assert.match(await versions.nth(0).innerText(), /Version 2[\s\S]*Running[\s\S]*Nobody is inside/);
  assert.match(await versions.nth(1).innerText(), /Version 1[\s\S]*Demo/);
  await versions
    .nth(1)
    .getByRole("button", { name: /as the draft/ })
    .click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.tag, "a"));
});

test("a colleague's unpublished work is named before it is published", async () => {
  const page = await open();
  const id = await lineOf("Named", LINE);
  await page.goto(`/flows/${id}`);
  await card(page, "one").click();
  await settings(page).getByRole("textbox", { name: "Name" }).fill("Mine");
  await draft(id, ({ nodes }) => assert.equal(nodes[1].name, "Mine"));
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByText("Demo changed this draft too").waitFor();
  await page.getByRole("button", { name: /^Publish version/ }).click();
  await page.getByText("Version 1 is published.").waitFor();
  await card(page, "two").click();
  await settings(page).getByRole("textbox", { name: "Name" }).fill("Mine too");
  await draft(id, ({ nodes }) => assert.equal(nodes[2].name, "Mine too"));
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("button", { name: /^Publish version 2/ }).waitFor();
  assert.equal(await page.getByText("changed this draft too").count(), 0);
  await page.keyboard.press("Escape");
});

test("where both changed one thing, the colleague is named", async () => {
  const page = await open();
  const id = await lineOf("Whose", [
    ["start", "meeting_cancelled"],
    ["minus", "adjust_score", { points: -10 }],
  ]);
  await page.goto(`/flows/${id}`);
  await card(page, "minus").click();
  await page.route("**/api/v1/flows/**", (route) => route.abort());
  await settings(page).getByRole("textbox", { name: "Points" }).fill("-25");
  await page.locator('[data-word="offline"]').waitFor();
  const { draft: theirs } = await api("GET", `/flows/${id}`);
  theirs.nodes[1].settings.points = -99;
  await api("PUT", `/flows/${id}/draft`, { document: theirs });
  await page.unroute("**/api/v1/flows/**");
  const dialog = page.getByRole("dialog", { name: /You and a colleague/ });
  await dialog.getByText(/^Demo saved this draft/).waitFor();
  await dialog.getByRole("radio", { name: "Demo: −99" }).check();
  await dialog.getByRole("button", { name: "Keep what is chosen" }).click();
  await card(page, "minus").getByText("−99").waitFor();
});
