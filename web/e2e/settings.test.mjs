import assert from "node:assert/strict";
import { test } from "node:test";
import { api, enter, eventually, invite, somebody, someContact } from "./support/app.mjs";
import { GONE, receiver } from "./support/receiver.mjs";

const me = somebody("admin");

test("somebody is invited, and gets another role", async () => {
  const { page } = me;
  const email = `invited-${Date.now()}@example.com`;
  await page.goto("/settings/team");
  await page.getByRole("button", { name: "Invite somebody" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("E-mail").fill(email);
  await dialog.getByRole("button", { name: "Make the link" }).click();
  await dialog.getByText(/\/join#/).waitFor();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("combobox", { name: `Role of ${email}` }).click();
  await page.getByRole("option", { name: "Sales" }).click();
  await eventually(async () => {
    const { items } = await api("GET", "/users");
    return items.some((user) => user.email === email && user.role === "sales");
  }, "the role is stored");
});

test("somebody is deleted", async () => {
  const { page } = me;
  const { email } = await invite("viewer");
  await page.goto("/settings/team");
  await page.getByRole("button", { name: `More actions for ${email}` }).click();
  await page.getByRole("menuitem", { name: "Delete person" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete person" }).click();
  await eventually(async () => {
    const { items } = await api("GET", "/users");
    return !items.some((user) => user.email === email);
  }, "the user is gone");
});

test("a key is made, shown once and revoked, and the audit log says so", async () => {
  const { page } = me;
  const name = `Report ${Date.now()}`;
  await page.goto("/settings/keys");
  await page.getByRole("button", { name: "New API key" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByRole("button", { name: "Make the key" }).click();
  const key = (await dialog.getByLabel(name).first().innerText()).trim();
  assert.match(key, /^rk_/);
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("button", { name: `Revoke ${name}` }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revoke", exact: true }).click();
  await eventually(async () => {
    const { items } = await api("GET", "/keys");
    return items.some((row) => row.name === name && row.revoked_at);
  }, "the key is revoked");
  await page.goto("/settings/audit");
  await page.getByRole("row").filter({ hasText: name }).getByText("Key revoked").waitFor();
});

test("health is told in words", async () => {
  const { page } = me;
  await page.goto("/settings/health");
  await page.getByText("Everything runs.").waitFor();
});

/** Somebody whose webhook was refused for good. */
async function deadLetter(name, url) {
  const id = `post-${Date.now()}`;
  const nodes = [
    { id: "start", kind: "tag_added", settings: { tag: id }, position: { x: 0, y: 0 } },
    { id: "post", kind: "post_to_url", settings: { url }, position: { x: 0, y: 140 } },
  ];
  const edges = [{ from: "start", to: "post" }];
  await api("POST", "/flows", { document: { id, name: id, nodes, edges } });
  await api("POST", `/flows/${id}/publish`);
  const contact = await someContact({ name });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [id] });
  await eventually(async () => (await lettersOf(contact)).length === 1, "the letter is dead");
  return contact;
}

async function lettersOf(contact) {
  const { items } = await api("GET", "/dead-letters");
  return items.filter((letter) => letter.contact === contact.id);
}

test("a dead letter is tried again, and arrives", async () => {
  const { page } = me;
  const name = `Petra Ost ${Date.now()}`;
  const crm = await receiver(GONE);
  const contact = await deadLetter(name, `${crm.url}/hook`);
  await page.goto("/settings/dead-letters");
  const letter = page.locator("article").filter({ hasText: name });
  await letter.getByText("HTTP 410").waitFor();
  await letter.getByText(`${crm.url}/hook`).waitFor();
  crm.answer(200);
  await letter.getByRole("button", { name: "Try again" }).click();
  await eventually(() => crm.got.length === 2, "the receiver gets it once more");
  await eventually(async () => (await lettersOf(contact)).length === 0, "it is no dead letter");
  await letter.waitFor({ state: "detached" });
  await crm.close();
});

test("a dead letter is deleted, and never sent", async () => {
  const { page } = me;
  const name = `Petra West ${Date.now()}`;
  const crm = await receiver(GONE);
  const contact = await deadLetter(name, `${crm.url}/hook`);
  await page.goto("/settings/dead-letters");
  const letter = page.locator("article").filter({ hasText: name });
  await letter.getByRole("button", { name: "Delete" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await letter.waitFor({ state: "detached" });
  assert.deepEqual(await lettersOf(contact), []);
  assert.equal(crm.got.length, 1);
  await crm.close();
});

test("the workspace gets another time zone, with the time there", async () => {
  const { page } = me;
  const before = await api("GET", "/workspace");
  const zone = before.zone === "Asia/Tokyo" ? "Europe/Warsaw" : "Asia/Tokyo";
  await page.goto("/settings/workspace");
  const field = page.getByRole("combobox", { name: "Time zone" });
  await field.click();
  await field.fill(zone.split("/")[1].toLowerCase());
  await page.getByRole("option", { name: zone }).click();
  const there = new Intl.DateTimeFormat("en", { weekday: "short", timeZone: zone }).format();
  await page.getByText(new RegExp(`^It is ${there}.* there now$`)).waitFor();
  await page.getByText(/no flow starts because of that/).waitFor();
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText(`The workspace is in ${zone} now.`).waitFor();
  assert.equal((await api("GET", "/workspace")).zone, zone);
  await api("PUT", "/workspace", { zone: before.zone });
  await page.goto("/settings/audit");
  await page.getByText("Time zone changed").first().waitFor();
});

test("only admins are offered the workspace", async () => {
  const { page, close } = await enter(me.browser, "marketer");
  await page.goto("/settings");
  await page.getByRole("tab", { name: "Your profile" }).waitFor();
  assert.equal(await page.getByRole("tab", { name: "Workspace" }).count(), 0);
  await close();
});
