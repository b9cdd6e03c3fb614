import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, enter, eventually, openBrowser, someContact } from "./support/app.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("the command palette finds a page and a contact by the keyboard", async () => {
  const { page, close } = await enter(browser, "viewer");
  await page.keyboard.press("Control+k");
  await page.getByPlaceholder("A page, a contact, a flow, a segment, a model").fill("Miłosz");
  await page.getByRole("button", { name: /Miłosz Sikora/ }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Miłosz Sikora" }).waitFor();
  await close();
});

test("language and theme are kept with the person, also for another browser", async () => {
  const { page, close } = await enter(browser, "viewer");
  const account = page.getByRole("button", { name: /viewer of the tests/ });
  await account.click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await page.getByRole("menuitemradio", { name: "Polski" }).click();
  await page.getByRole("link", { name: "Kontakty" }).waitFor();
  await eventually(async () => {
    const session = await page.evaluate(() => fetch("/api/v1/session").then((it) => it.json()));
    return session.settings.language === "pl" && session.settings.theme === "dark";
  }, "the choice is stored");
  await page.evaluate(() => localStorage.clear());
  await page.reload();
  await page.getByRole("link", { name: "Kontakty" }).waitFor();
  assert.equal(await page.locator("html").getAttribute("lang"), "pl");
  await eventually(
    async () => (await page.locator("html").getAttribute("data-mantine-color-scheme")) === "dark",
    "the theme is dark",
  );
  await close();
});

test("what a colleague changes appears without a reload", async () => {
  const { page, close } = await enter(browser, "viewer");
  const contact = await someContact({ name: "Live Update" });
  await page.goto(`/contacts/${contact.id}`);
  await page.getByText("No points yet").waitFor();
  await api("POST", `/contacts/${contact.id}/score`, { points: 12, reason: "From elsewhere" });
  await page.getByText("From elsewhere").waitFor({ timeout: 2_000 });
  await close();
});

test("losing the network is said, and found again by itself", async () => {
  const { context, page, close } = await enter(browser, "viewer");
  await page.goto("/contacts");
  await page.getByRole("heading", { name: "Contacts" }).waitFor();
  await context.setOffline(true);
  await page.getByText("Runnel cannot be reached.").waitFor();
  await context.setOffline(false);
  await page.getByText("Runnel cannot be reached.").waitFor({ state: "detached" });
  await close();
});

test("a link that leads nowhere says so", async () => {
  const { page, close } = await enter(browser, "viewer");
  await page.goto("/nowhere/at/all");
  await page.getByRole("heading", { name: "There is nothing here" }).waitFor();
  await page.goto("/contacts/con_999999");
  await page.getByText("not there any more").waitFor();
  await page.getByRole("button", { name: "Try again" }).waitFor();
  await close();
});
