import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, enter, eventually, openBrowser, someContact } from "./support/app.mjs";

let browser;
let me;
before(async () => {
  browser = await openBrowser();
  me = await enter(browser, "marketer");
});
after(() => browser.close());

test("a segment is built by hand, reads as a sentence and fills at once", async () => {
  const { page } = me;
  const tag = `built-${Date.now()}`;
  const contact = await someContact({ name: "Ольга Мороз", city: "Kraków" });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [tag] });
  await page.goto("/segments/new");
  await page.getByLabel("Name").fill(`Łódź and ${tag}`);
  await page.getByRole("combobox", { name: "Kind of condition" }).click();
  await page.getByRole("option", { name: "Tag", exact: true }).click();
  await page.getByRole("textbox", { name: "Tag", exact: true }).fill(tag);
  await page.getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("combobox", { name: "Property" }).fill("city");
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("Kraków");
  await page.getByRole("combobox", { name: "Whether it holds" }).nth(1).click();
  await page.getByRole("option", { name: "it is not so" }).click();
  await page.getByText(`Has the tag “${tag}” and not: city is “Kraków”`).waitFor();
  await page.getByRole("combobox", { name: "Whether it holds" }).nth(1).click();
  await page.getByRole("option", { name: "it is so" }).click();
  await page.getByRole("button", { name: "Create segment" }).click();
  await page.getByRole("link", { name: "Ольга Мороз" }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  assert.match(id, /^lodz-and-built-\d+$/);
  assert.deepEqual((await api("GET", `/segments/${id}`)).rule, {
    all: [{ tag }, { property: { name: "city", test: { is: "Kraków" } } }],
  });
});

test("a rule is changed, and people leave", async () => {
  const { page } = me;
  const tag = `left-${Date.now()}`;
  const contact = await someContact({ name: "Vasile Rus" });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [tag] });
  await api("PUT", `/segments/${tag}`, { name: tag, rule: { tag } });
  await page.goto(`/segments/${tag}`);
  await page.getByRole("link", { name: "Vasile Rus" }).waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByRole("textbox", { name: "Tag", exact: true }).fill(`${tag}-other`);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Nobody is in it").waitFor();
});

test("a segment in use cannot be deleted, and the reason is said", async () => {
  const { page } = me;
  await page.goto("/segments/hot-leads");
  await page.getByRole("button", { name: "Delete segment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete segment" }).click();
  await page.getByRole("alert").filter({ hasText: /./ }).first().waitFor();
  assert.equal((await api("GET", "/segments/hot-leads")).name, "Hot leads");
});

test("a segment that nobody uses is deleted", async () => {
  const { page } = me;
  const id = `gone-${Date.now()}`;
  await api("PUT", `/segments/${id}`, { name: id, rule: { tag: "nobody" } });
  await page.goto(`/segments/${id}`);
  await page.getByRole("button", { name: "Delete segment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete segment" }).click();
  await page.waitForURL(/\/segments$/);
  await eventually(
    async () => !(await api("GET", "/segments")).items.some((segment) => segment.id === id),
    "the segment is gone",
  );
});
