// Live numbers: what they count, for which time, and when they are old.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api } from "./support/app.mjs";
import { open } from "./support/editor.mjs";
import { card, flowOf, track } from "./support/flow.mjs";

/** A flow in which two people wait behind a branch. */
async function counted(text) {
  const event = `counted-${Date.now().toString(36)}`;
  const id = await flowOf(
    text,
    [
      ["start", "event", { of: { event: `custom:${event}` } }],
      ["ask", "branch", { rule: { tag: "never-given" } }],
      ["hold", "wait", { for: { days: 1 } }, 140],
      ["mark", "add_tag", { tag: "never-given" }, -140, 2],
    ],
    ["start>ask", "ask:no>hold", "ask:yes>mark"],
  );
  await api("POST", `/flows/${id}/publish`);
  await track(`${id}-a@example.com`, event);
  await track(`${id}-b@example.com`, event);
  return id;
}

test("numbers say what they count, as people or percent, on steps and on wires", async () => {
  const page = await open();
  const id = await counted("Percent");
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "hold").getByText("2 inside").waitFor();
  await card(page, "ask").getByText("2 entered").waitFor();
  const wire = page.getByRole("group", { name: /^From Branch to Wait/ });
  await wire.getByRole("button", { name: "2" }).waitFor();
  const width = (from) =>
    page
      .getByRole("group", { name: from })
      .locator(".react-flow__edge-path")
      .evaluate((path) => Number.parseFloat(getComputedStyle(path).strokeWidth));
  assert.ok((await width(/^From Branch to Wait/)) > 2 * (await width(/^From Branch to Add tag/)));
  await page.getByText(/Entered counts each time a contact came to a step/).waitFor();
  const unit = page.getByRole("radiogroup", { name: "Show as" });
  await unit.getByText("Percent").click();
  await card(page, "ask").getByText("100% entered").waitFor();
  await card(page, "hold").getByText("2 inside").waitFor();
});

test("the time that numbers count stands in the address", async () => {
  const page = await open();
  const id = await counted("Period");
  await page.goto(`/flows/${id}?mode=numbers`);
  await page.getByRole("combobox", { name: "For which time" }).selectOption("7");
  await page.waitForURL(/days=7/);
  await page.getByText(/whole days by UTC/).waitFor();
  await card(page, "ask").getByText("2 entered").waitFor();
});

test("a number on a wire opens the people who went that way", async () => {
  const page = await open();
  const id = await counted("Way");
  await page.goto(`/flows/${id}?mode=numbers`);
  const wire = page.getByRole("group", { name: /^From Branch to Wait/ });
  await wire.getByRole("button", { name: "2" }).click();
  const people = page.getByRole("dialog");
  await people.getByText(`${id}-a@example.com`).waitFor();
  await people.getByText(`${id}-b@example.com`).waitFor();
});

test("the people behind a number are those of its version, and the list says which time it covers", async () => {
  const page = await open();
  const id = await counted("Covered");
  const { draft: document } = await api("GET", `/flows/${id}`);
  await api("PUT", `/flows/${id}/draft`, { document: { ...document, description: "Second" } });
  await api("POST", `/flows/${id}/publish`);
  const { event } = document.nodes[0].settings.of;
  await track(`${id}-c@example.com`, event.slice("custom:".length));
  await page.goto(`/flows/${id}?mode=numbers&days=7`);
  const wire = page.getByRole("group", { name: /^From Branch to Wait/ });
  await wire.getByRole("button", { name: "1" }).click();
  const people = page.getByRole("dialog");
  await people.getByText(`${id}-c@example.com`).waitFor();
  assert.equal(await people.getByText(`${id}-a@example.com`).count(), 0, "of version 1");
  await people.getByText("Who went on in version 2, ever since it was published.").waitFor();
  await people.getByText("The numbers count the last 7 days only, this list does not.").waitFor();
  await people.getByText("Ended here").click();
  await people.getByText("Whose passage ended here in any version, ever.").waitFor();
  await page.keyboard.press("Escape");
  await page.goto(`/flows/${id}?mode=numbers&version=1`);
  await wire.getByRole("button", { name: "2" }).click();
  await people.getByText(`${id}-a@example.com`).waitFor();
  await people.getByText("Who went on in version 1, ever since it was published.").waitFor();
  assert.equal(await people.getByText(/this list does not/).count(), 0);
});

test("numbers that cannot be asked for again are marked as old", async () => {
  const page = await open();
  const id = await counted("Old");
  await page.goto(`/flows/${id}?mode=numbers`);
  await card(page, "hold").getByText("2 inside").waitFor();
  await page.route("**/numbers*", (route) => route.abort());
  await page.getByText(/The server does not answer. These numbers are from/).waitFor();
  await card(page, "hold").getByText("2 inside").waitFor();
  await page.unroute("**/numbers*");
  await page.getByText(/These numbers are from/).waitFor({ state: "detached" });
});
