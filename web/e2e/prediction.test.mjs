// Who buys, learned from deals that a journey makes: a plan that tells it, and much that does not.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { afterEach, test } from "node:test";
import { fileURLToPath } from "node:url";
import { api, enter, eventually, somebody, someContact, speak } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";

const me = somebody("marketer");
afterEach(() => assert.deepEqual(me.wrong.splice(0), []));

const pictures = fileURLToPath(new URL("./pictures/", import.meta.url));
mkdirSync(pictures, { recursive: true });

/** Learning reads the log of everybody who had a deal. */
const LEARNING_MS = 60_000;

const tries = async () => (await api("GET", "/predictions")).items;
const learnedAgain = (before) =>
  eventually(
    async () => {
      const [latest] = await tries();
      return latest && latest.id !== before?.id && latest.state !== "running" && latest;
    },
    "it has been learned",
    LEARNING_MS,
  );

/** Somebody on this plan, whose deal ended so. */
async function customer(plan, stage) {
  const contact = await someContact({ plan });
  const body = { name: plan, pipeline: "sales", stage: "new" };
  const deal = await api("POST", `/contacts/${contact.id}/deals`, body);
  if (stage !== "new") await api("POST", `/deals/${deal.id}/move`, { stage });
  return contact;
}

/** Opens the dialog, with all there is to set. */
async function settings(page) {
  await page.getByRole("button", { name: "Learn now" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("More settings").click();
  return dialog;
}

test("nothing is learned from too few deals, and the page says how many are missing", async () => {
  const { page } = me;
  const [before] = await tries();
  await page.goto("/prediction");
  if (before === undefined)
    await page.getByRole("heading", { name: "Find out who buys" }).waitFor();
  const dialog = await settings(page);
  await dialog.getByLabel("At least so many who bought").fill("9000");
  await dialog.getByRole("button", { name: "Learn now" }).click();
  const { refusal } = await learnedAgain(before);
  assert.equal(refusal.code, "too_few_won");
  await page.getByRole("heading", { name: "Too few have bought" }).waitFor();
  await page.getByText(`${refusal.won} of 9000`, { exact: true }).waitFor();
  await page.getByRole("progressbar", { name: `${refusal.won} of 9000` }).waitFor();
  await page.getByRole("link", { name: "Go to the deals" }).waitFor();
  await checkPage(page, "too few have bought");
  await page.screenshot({ path: `${pictures}prediction-refused.png` });
});

test("from deals with a pattern it is learned who buys, how surely, and why", async () => {
  const { page } = me;
  // One in ten goes the other way: nothing in life is certain.
  for (let n = 0; n < 50; n++) await customer("team", n % 10 === 0 ? "lost" : "won");
  for (let n = 0; n < 50; n++) await customer("free", n % 10 === 0 ? "won" : "lost");
  const [before] = await tries();
  await page.goto("/prediction");
  const dialog = await settings(page);
  await dialog.getByLabel("At least so many who bought").fill("30");
  await dialog.getByRole("combobox", { name: "Was so all along" }).fill("plan");
  await page.keyboard.press("Enter");
  await dialog.getByRole("button", { name: "Learn now" }).click();
  const latest = await learnedAgain(before);
  assert.equal(latest.state, "done", JSON.stringify(latest));
  const right = Math.round(latest.auc * 100);
  await page
    .getByText(new RegExp(`^Of 100 pairs, ${right} in the right order`))
    .first()
    .waitFor();
  await page.getByRole("img", { name: /What was expected against what came/ }).waitFor();
  const effects = page.getByRole("region", { name: "What counts" });
  await effects
    .getByRole("row", { name: /Plan is “(team|free)”/ })
    .first()
    .waitFor();
  await page
    .getByRole("region", { name: "Do points tell who buys?" })
    .getByRole("status")
    .waitFor();
});

test("suggested points are taken over as a change that is not saved", async () => {
  const { page } = me;
  await page.goto("/prediction");
  const points = page.getByRole("region", { name: "Suggested points" });
  await points.getByRole("checkbox").first().waitFor();
  const count = await points.getByRole("checkbox").count();
  await points.getByRole("button", { name: /^Take over/ }).click();
  await page.getByRole("menuitem", { name: "Into a new model" }).click();
  await page.waitForURL(/\/scoring\/new/);
  const group = page.getByRole("region", { name: /Suggested: who they are/ });
  await group
    .getByText(/Plan is “(team|free)”/)
    .first()
    .waitFor();
  assert.ok((await page.locator("[data-row]").count()) <= count);
  const { items } = await api("GET", "/scoring-models");
  assert.ok(!items.some(({ groups }) => groups.some(({ name }) => name.startsWith("Suggested"))));
  await page.getByRole("button", { name: "Undo" }).click();
  await group.waitFor({ state: "detached" });
});

test("a contact's page shows the probability with its reasons, and the list is sorted by it", async () => {
  const { page } = me;
  const hopeful = await customer("team", "new");
  await page.goto(`/contacts/${hopeful.id}`);
  const card = page.getByRole("region", { name: "Will they buy?" });
  const { probability } = await api("GET", `/contacts/${hopeful.id}/prediction`);
  await card.getByRole("img", { name: `${Math.round(probability * 100)}%` }).waitFor();
  await card.getByText("plan: team").waitFor();
  await card.getByRole("link", { name: "How this is known" }).click();
  await page.waitForURL(/\/prediction$/);
  await page.goto("/contacts");
  await page.getByRole("button", { name: "Will buy" }).click();
  await page.waitForURL(/sort=-probability/);
  const { items } = await api("GET", "/contacts?sort=-probability&limit=1");
  const first = page.locator("tbody tr").first();
  await first.getByText(`${Math.round(items[0].probability * 100)}%`, { exact: true }).waitFor();
});

test("whoever only reads sees what was learned, and is not asked to learn", async () => {
  const { page, wrong, close } = await enter(me.browser, "viewer");
  await page.goto("/prediction");
  await page.getByRole("heading", { name: "What counts" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "Learn now" }).count(), 0);
  assert.equal(await page.getByRole("button", { name: /^Take over/ }).count(), 0);
  assert.deepEqual(wrong, []);
  await close();
});

test("what was learned can be read by everybody, light, dark and in Russian", async () => {
  const { page } = me;
  const look = async (suffix) => {
    await page.goto("/prediction");
    await page.locator("table").first().waitFor();
    await page.getByRole("status").last().waitFor();
    await page.evaluate(() => document.fonts.ready);
    await page.screenshot({ path: `${pictures}prediction-${suffix}.png`, fullPage: true });
  };
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await look(colorScheme);
    await checkPage(page, `prediction, ${colorScheme}`);
  }
  await page.emulateMedia({ colorScheme: "light" });
  await speak(page, "ru");
  await look("ru");
});
