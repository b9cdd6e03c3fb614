import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { enter, invite, openBrowser, PASSWORD, visit } from "./support/app.mjs";

let browser;
before(async () => {
  browser = await openBrowser();
});
after(() => browser.close());

test("who is invited joins by the link, which works once", async () => {
  const { email, path } = await invite("marketer");
  const { page, close } = await visit(browser);
  await page.goto(path);
  assert.equal(await page.getByLabel("E-mail").inputValue(), email);
  await page.getByLabel("Your name").fill("Маша Иванова");
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByText("Маша Иванова").waitFor();
  assert.equal(new URL(page.url()).pathname, "/flows");
  await page.goto("about:blank");
  await page.goto(path);
  await page.getByText("has been used or is too old").waitFor();
  await close();
});

test("a deep link leads through the door and back", async () => {
  const { email, context, page, close } = await enter(browser, "viewer");
  await context.clearCookies();
  await page.goto("/contacts?sort=-score");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel(/^Password/).fill("not the password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByText("do not belong together").waitFor();
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: "Contacts" }).waitFor();
  assert.match(page.url(), /\/contacts\?sort=-score$/);
  await close();
});

test("signing out ends the session", async () => {
  const { page, close } = await enter(browser, "viewer");
  await page.getByRole("button", { name: /viewer of the tests/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.goto("/contacts");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await close();
});

test("the role decides what is offered", async () => {
  const { page, close } = await enter(browser, "viewer");
  await page.goto("/contacts");
  await page.getByRole("heading", { name: "Contacts" }).waitFor();
  assert.equal(await page.getByRole("button", { name: "New contact" }).count(), 0);
  assert.equal(await page.getByRole("link", { name: "Sources" }).count(), 0);
  await page.goto("/settings/team");
  await page.getByRole("cell", { name: "Viewer" }).first().waitFor();
  assert.equal(await page.getByRole("button", { name: "Invite somebody" }).count(), 0);
  await close();
});

test("a new name and a new password are kept", async () => {
  const { page, email, close } = await enter(browser, "sales");
  await page.goto("/settings/profile");
  await page.getByLabel("Your name").fill("Ștefan Popescu");
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: /Ștefan Popescu/ }).waitFor();
  await page.getByLabel("Current password").fill(PASSWORD);
  await page.getByLabel("New password").fill(`${PASSWORD}, and more`);
  await page.getByRole("button", { name: "Change password" }).click();
  await page.getByText("Your password is changed").waitFor();
  await close();
  const again = await visit(browser);
  await again.page.goto("/sign-in");
  await again.page.getByLabel("E-mail").fill(email);
  await again.page.getByLabel(/^Password/).fill(`${PASSWORD}, and more`);
  await again.page.getByRole("button", { name: "Sign in" }).click();
  await again.page.getByText("Ștefan Popescu").waitFor();
  await again.close();
});
