import assert from "node:assert/strict";
import { test } from "node:test";
import { api, eventually, somebody, someContact } from "./support/app.mjs";

const me = somebody("marketer");

test("the list is searched, filtered and sorted, and the address says how", async () => {
  const { page } = me;
  await page.goto("/contacts");
  await page.getByRole("button", { name: "Score", exact: true }).click();
  await page.waitForURL(/sort=-score/);
  const { items } = await api("GET", "/contacts?sort=-score&limit=1");
  const first = page.locator("tbody tr").first();
  await first.getByText(items[0].name).waitFor();
  await page.getByLabel("Name, e-mail or user id").fill("mil");
  await page.waitForURL(/search=mil/);
  await page.getByRole("link", { name: "Miłosz Sikora" }).waitFor();
  await eventually(async () => (await page.locator("tbody tr").count()) === 1, "one row is left");
  await page.reload();
  await page.getByRole("link", { name: "Miłosz Sikora" }).waitFor();
  assert.equal(await page.getByLabel("Name, e-mail or user id").inputValue(), "mil");
});

test("the list is narrowed to a range of points of a category, and the address says which", async () => {
  const { page } = me;
  const category = `range-${Date.now()}`;
  for (const [name, points] of [
    ["Little", 5],
    ["Some", 15],
    ["Much", 40],
  ]) {
    const contact = await someContact({ name: `${name} ${category}` });
    await api("POST", `/contacts/${contact.id}/score`, { points, category, reason: "Test" });
  }
  await page.goto(`/contacts?category=${category}&sort=-score`);
  await page.getByLabel("Score from", { exact: true }).fill("10");
  await page.getByLabel("to", { exact: true }).fill("39");
  await page.waitForURL(/score_min=10&score_max=39/);
  await eventually(async () => (await page.locator("tbody tr").count()) === 1, "one row is left");
  await page.getByRole("link", { name: `Some ${category}` }).waitFor();
  await page.reload();
  assert.equal(await page.getByLabel("Score from", { exact: true }).inputValue(), "10");
  await page.getByLabel("Score from", { exact: true }).fill("");
  await page.getByRole("link", { name: `Little ${category}` }).waitFor();
});

test("the profile says why the score is what it is", async () => {
  const { page } = me;
  const { items } = await api("GET", "/contacts?sort=-score&limit=1");
  const receipt = await api("GET", `/contacts/${items[0].id}/receipt`);
  await page.goto(`/contacts/${items[0].id}`);
  await eventually(
    async () => (await page.getByTestId("score").innerText()) === String(receipt.score),
    "the score stands there",
  );
  const line = page.locator("li").filter({ hasText: receipt.points[0].reason }).first();
  await line.getByRole("link", { name: receipt.points[0].flow.name }).waitFor();
  await page.getByRole("img", { name: /The score over time/ }).waitFor();
});

test("points by hand need a reason, and the receipt names who gave them", async () => {
  const { page } = me;
  const contact = await someContact({ name: "Zofia Lis" });
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole("button", { name: "Give points" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Points").first().fill("-7");
  await dialog.getByLabel("Reason").fill("Asked not to be called");
  await dialog.getByRole("button", { name: "Give points" }).click();
  await eventually(
    async () => (await page.getByTestId("score").innerText()) === "-7",
    "the new score stands there",
  );
  await page.getByText("Asked not to be called", { exact: true }).waitFor();
  await page.getByText("by marketer of the tests").waitFor();
  assert.equal((await api("GET", `/contacts/${contact.id}`)).score, -7);
});

test("stage, tags and properties are changed where they are shown", async () => {
  const { page } = me;
  const contact = await someContact({ name: "Ion Munteanu" });
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole("combobox", { name: "Tags" }).fill("vip");
  await page.keyboard.press("Enter");
  const stored = () => api("GET", `/contacts/${contact.id}`);
  await eventually(async () => (await stored()).tags.includes("vip"), "the tag is stored");
  await page.getByRole("combobox", { name: "Stage" }).click();
  await page.getByRole("option", { name: "Lead", exact: true }).click();
  await eventually(async () => (await stored()).stage === "lead", "the stage is stored");
  await page.getByRole("button", { name: "Add", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Property").fill("company_size");
  await dialog.getByRole("combobox", { name: "Kind" }).click();
  await page.getByRole("option", { name: "Number" }).click();
  await dialog.getByLabel("Value").fill("120");
  await dialog.getByRole("button", { name: "Save" }).click();
  await eventually(
    async () => (await stored()).properties.company_size === 120,
    "the property is stored as a number",
  );
  await page.getByRole("button", { name: "Change company_size" }).waitFor();
});

test("the timeline tells what happened and what followed", async () => {
  const { page } = me;
  const contact = await someContact({ name: "Anna Zając" });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: ["newsletter"] });
  await page.goto(`/contacts/${contact.id}?tab=timeline`);
  await page.getByText("Got the tag newsletter").waitFor();
});

test("somebody new is added", async () => {
  const { page } = me;
  const email = `new-${Date.now()}@example.com`;
  await page.goto("/contacts");
  await page.getByRole("button", { name: "New contact" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByLabel("Name").fill("Nowa Osoba");
  await dialog.getByRole("button", { name: "Add contact" }).click();
  await page.getByRole("heading", { name: "Nowa Osoba" }).waitFor();
  assert.match(page.url(), /\/contacts\/con_\d+/);
});
