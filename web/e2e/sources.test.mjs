import assert from "node:assert/strict";
import { test } from "node:test";
import { api, somebody, URL_ } from "./support/app.mjs";

const me = somebody("admin");

test("a source is made, its key sends, and the page counts while one looks at it", async () => {
  const { page } = me;
  const name = `Shop ${Date.now()}`;
  await page.goto("/sources");
  await page.getByRole("button", { name: "New source" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill(name);
  await dialog.getByLabel("Server or app").check();
  await dialog.getByRole("button", { name: "Create source" }).click();
  const key = (await dialog.getByLabel("Write key").first().innerText()).trim();
  assert.match(key, /^wk_/);
  await dialog.getByText(`-u "${key}:"`).waitFor();
  await dialog.getByRole("button", { name: "I have copied it" }).click();
  await page.getByRole("link", { name }).click();
  await page.getByText("Nothing was refused.").waitFor();
  const sent = await fetch(`${URL_}/v1/batch`, {
    method: "POST",
    headers: { Authorization: `Basic ${btoa(`${key}:`)}` },
    body: JSON.stringify({
      batch: [
        { type: "track", userId: "shop-1", event: "Ordered" },
        { type: "track", event: "Nobody did this" },
      ],
    }),
  });
  assert.equal(sent.status, 200);
  await page.getByText("Reason, and the latest example").waitFor();
  await page.getByText("Nobody did this").first().waitFor();
});

test("what comes in stands on the source's page at once, with what it did, until one pauses", async () => {
  const { page } = me;
  const source = await api("POST", "/sources", { name: `Live ${Date.now()}`, kind: "server" });
  const send = (event, traits) =>
    fetch(`${URL_}/v1/batch`, {
      method: "POST",
      headers: { Authorization: `Basic ${btoa(`${source.write_key}:`)}` },
      body: JSON.stringify({
        batch: [
          { type: "identify", userId: source.id, traits },
          { type: "track", userId: source.id, event },
        ],
      }),
    });
  await page.goto(`/sources/${source.id}`);
  await page.getByText("Nothing has come in yet").waitFor();
  await send("Ordered", { name: "Liv Strand" });
  const stream = page.getByRole("list", { name: "What is coming in" });
  const first = stream.getByRole("listitem").first();
  await first.getByText("Ordered").waitFor();
  await stream.getByText("name: Liv Strand").waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  await send("Returned", {});
  // Only a later answer of the server can show that the page did not ask.
  await page.getByText("4", { exact: true }).first().waitFor();
  assert.equal(await stream.getByText("Returned").count(), 0);
  await page.getByRole("button", { name: "Go on" }).click();
  await first.getByText("Returned").waitFor();
  await first.getByRole("link", { name: "Liv Strand" }).click();
  await page.waitForURL(/\/contacts\/con_\d+\?tab=timeline/);
});

test("the secret of a receiver is shown", async () => {
  const { page } = me;
  await page.goto("/sources/src_1");
  await page.getByLabel("Address of the receiver").fill("https://crm.example.com/hook");
  await page.getByRole("button", { name: "Show secret" }).click();
  await page.getByText(/whsec_/).waitFor();
});
