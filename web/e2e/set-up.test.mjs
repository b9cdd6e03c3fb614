// The very first start: nobody is there, and the server prints a link.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { openBrowser, PASSWORD } from "./support/app.mjs";
import { startEmpty } from "./support/server.mjs";

let browser;
let server;
before(async () => {
  browser = await openBrowser();
  server = await startEmpty();
});
after(async () => {
  await browser.close();
  await server.stop();
});

test("who opens the printed link becomes the first admin", async () => {
  const page = await browser.newPage({ baseURL: server.url });
  page.setDefaultTimeout(10_000);
  await page.goto("/");
  await page.getByRole("heading", { name: "Welcome to Runnel" }).waitFor();
  await page.goto(server.link);
  await page.getByLabel("Your name").fill("Ada Admin");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel("New password").fill("short");
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByText("At least 12 characters, please.").waitFor();
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Start" }).click();
  await page.getByRole("button", { name: /Ada Admin/ }).waitFor();
  await page.getByRole("link", { name: "Sources" }).waitFor();
  assert.equal(new URL(page.url()).pathname, "/flows");
});

test("every page says what to do while there is nothing", async () => {
  const page = await browser.newPage({ baseURL: server.url });
  page.setDefaultTimeout(10_000);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("ada@example.com");
  await page.getByLabel(/^Password/).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: /Ada Admin/ }).waitFor();
  for (const [path, title] of [
    ["/contacts", "No contacts yet"],
    ["/segments", "No segments yet"],
    ["/scoring", "No scoring model yet"],
    ["/tasks", "Nothing to do"],
    ["/sources", "Nothing is connected yet"],
    ["/settings/dead-letters", "Nothing was given up"],
  ]) {
    await page.goto(path);
    await page.getByRole("heading", { name: title }).waitFor();
  }
});
