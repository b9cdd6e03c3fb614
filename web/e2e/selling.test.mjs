import assert from "node:assert/strict";
import { test } from "node:test";
import { api, eventually, somebody, someContact } from "./support/app.mjs";

const me = somebody("sales");

async function someDeal() {
  const contact = await someContact({ name: "Kasia Wilk" });
  const name = `Deal ${Date.now()}`;
  const body = { name, pipeline: "sales", stage: "new" };
  return api("POST", `/contacts/${contact.id}/deals`, body);
}

const stageOf = async (deal) => (await api("GET", `/deals/${deal.id}`)).stage;

test("a deal is dragged to another stage", async () => {
  const { page } = me;
  const deal = await someDeal();
  await page.goto("/deals");
  const card = page.getByRole("article", { name: deal.name });
  await card.dragTo(page.getByRole("heading", { name: "Proposal" }));
  await eventually(async () => (await stageOf(deal)) === "proposal", "the deal has moved");
  await page
    .getByRole("region", { name: "Proposal" })
    .getByRole("article", { name: deal.name })
    .waitFor();
});

test("a deal is moved with the keyboard alone", async () => {
  const { page } = me;
  const deal = await someDeal();
  await page.goto("/deals");
  await page.getByRole("button", { name: `Move ${deal.name}` }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Lost" }).focus();
  await page.keyboard.press("Enter");
  await eventually(async () => (await stageOf(deal)) === "lost", "the deal is lost");
});

test("a deal is made on a contact's page", async () => {
  const { page } = me;
  const contact = await someContact({ name: "Ewa Kot" });
  await page.goto(`/contacts/${contact.id}`);
  await page.getByRole("button", { name: "New", exact: true }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("Sto krzeseł");
  await dialog.getByRole("combobox", { name: "Stage" }).click();
  await page.getByRole("option", { name: "Qualified", exact: true }).click();
  await dialog.getByLabel("Amount").fill("1250.50");
  await dialog.getByRole("button", { name: "Create deal" }).click();
  await page.getByText("Sto krzeseł").first().waitFor();
  const { items } = await api("GET", `/deals?contact=${contact.id}`);
  assert.deepEqual(items[0].amount, { amount_minor: 125050, currency: "EUR" });
});

test("a task is done", async () => {
  const { page } = me;
  const { items } = await api("GET", "/tasks?status=open&limit=1");
  await page.goto("/tasks");
  await page
    .getByRole("button", { name: `Mark as done: ${items[0].title}` })
    .first()
    .click();
  await eventually(async () => {
    const done = await api("GET", "/tasks?status=done");
    return done.items.some((task) => task.id === items[0].id);
  }, "the task is done");
  await page.getByText("Done", { exact: true }).first().click();
  await page.getByText(items[0].title).first().waitFor();
});
