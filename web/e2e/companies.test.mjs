import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { api, enter, eventually, somebody, someContact } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { freshName } from "./support/flow.mjs";

const me = somebody("marketer");
afterEach(() => assert.deepEqual(me.wrong.splice(0), []));

let made = 0;
async function someCompany(properties = {}) {
  made += 1;
  const key = `company-${process.pid}-${made}-${Date.now()}`;
  return api("POST", "/companies", { key, properties: { name: `Company ${key}`, ...properties } });
}

async function member(company, name) {
  const contact = await someContact({ name });
  await api("PATCH", `/contacts/${contact.id}`, { company: company.id });
  return contact;
}

const stored = (contact) => api("GET", `/contacts/${contact.id}`);

test("a company is added by hand, found in the list, and its properties are changed in place", async () => {
  const { page } = me;
  const name = freshName("Nordwind");
  await page.goto("/companies");
  await page.getByRole("button", { name: "New company" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Key").fill(name.toLowerCase().replaceAll(" ", "-"));
  await dialog.getByRole("button", { name: "Add company" }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
  await page.getByRole("button", { name: "Add", exact: true }).click();
  await page.getByRole("dialog").getByLabel("Property").fill("industry");
  await page.getByRole("dialog").getByLabel("Value").fill("IT");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Change industry" }).waitFor();
  await page.getByRole("link", { name: "Companies" }).first().click();
  await page.getByLabel("Name or key").fill(name.slice(0, 12));
  await page.waitForURL(/search=/);
  await page.getByRole("row", { name: new RegExp(name) }).waitFor();
  const { items } = await api("GET", `/companies?search=${encodeURIComponent(name)}`);
  assert.equal(items[0].properties.industry, "IT");
  await checkPage(page, "companies");
});

test("a contact joins a company on its own page, and leaves it", async () => {
  const { page } = me;
  const company = await someCompany();
  const contact = await someContact({ name: "Ewa Nowak" });
  await page.goto(`/contacts/${contact.id}`);
  const card = page.getByRole("region", { name: "Company", exact: true });
  await card.getByRole("combobox").fill(company.name);
  await page.getByRole("option", { name: company.name }).click();
  await eventually(async () => (await stored(contact)).company?.id === company.id, "has joined");
  await card.getByRole("link", { name: "Open" }).click();
  await page.getByRole("heading", { name: company.name, level: 1 }).waitFor();
  await page.getByRole("link", { name: "Ewa Nowak" }).click();
  await card.getByRole("button", { name: "Take out of the company" }).click();
  await eventually(async () => (await stored(contact)).company === null, "has left");
});

test("the contacts of a company are a list of their own", async () => {
  const { page } = me;
  const company = await someCompany();
  const name = freshName("Member");
  await member(company, name);
  await page.goto(`/companies/${company.id}`);
  await page.getByRole("heading", { name: "1 contact" }).waitFor();
  await page.getByRole("link", { name: "Open as a list" }).click();
  await page.waitForURL(/company=/);
  await page.getByRole("link", { name }).waitFor();
  await eventually(async () => (await page.locator("tbody tr").count()) === 1, "one row is left");
});

test("a rule asks about the company, and what the company becomes moves people", async () => {
  const { page } = me;
  const industry = freshName("industry");
  const company = await someCompany({ industry: "other" });
  const contact = await member(company, freshName("Mover"));
  await page.goto("/segments/new");
  await page.getByLabel("Name").fill(industry);
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("menuitem", { name: "Company", exact: true }).click();
  await page.getByRole("combobox", { name: "Property of the company" }).fill("industry");
  await page.keyboard.press("Escape");
  await page.getByRole("textbox", { name: "Value" }).fill(industry);
  await page.getByText(`Their company: industry is “${industry}”`).waitFor();
  await page.getByRole("button", { name: "Create segment" }).click();
  await page.waitForURL(/\/segments\/(?!new)/);
  await api("PATCH", `/companies/${company.id}`, { properties: { industry } });
  await eventually(
    async () => (await stored(contact)).segments.some(({ name }) => name === industry),
    "the contact is in the segment",
  );
});

test("whoever only reads changes no company", async () => {
  const company = await someCompany({ region: "Mazowieckie" });
  const { page, close } = await enter(me.browser, "viewer");
  await page.goto(`/companies/${company.id}`);
  await page.getByText("Mazowieckie").waitFor();
  assert.equal(await page.getByRole("button", { name: "Change region" }).count(), 0);
  await page.goto("/companies");
  await page.getByLabel("Name or key").waitFor();
  assert.equal(await page.getByRole("button", { name: "New company" }).count(), 0);
  await close();
});
