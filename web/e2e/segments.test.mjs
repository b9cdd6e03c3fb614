import assert from "node:assert/strict";
import { test } from "node:test";
import { api, eventually, somebody, someContact } from "./support/app.mjs";

const me = somebody("marketer");

async function addCondition(page, kind) {
  await page.getByRole("button", { name: "Add condition" }).last().click();
  await page.getByRole("menuitem", { name: kind, exact: true }).click();
}

/** What has the focus, as a screen reader says it. */
function focused(page) {
  return page.evaluate(() => {
    const own = document.activeElement;
    const role = own?.getAttribute("role") ?? own?.tagName.toLowerCase();
    const name = own?.getAttribute("aria-label") ?? own?.textContent;
    return role === "menuitem" ? name : `${role} ${name}`;
  });
}

test("a segment is built by hand, reads as a sentence and fills at once", async () => {
  const { page } = me;
  const tag = `built-${Date.now()}`;
  const contact = await someContact({ name: "Ольга Мороз", city: "Kraków" });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [tag] });
  await page.goto("/segments/new");
  await page.getByLabel("Name").fill(`Łódź and ${tag}`);
  await addCondition(page, "Tag");
  await page.getByRole("combobox", { name: "Tag" }).fill(tag);
  await addCondition(page, "Property");
  const city = page.getByRole("group", { name: "Property", exact: true });
  await city.getByRole("combobox", { name: "Property" }).fill("city");
  await city.getByRole("textbox", { name: "Value", exact: true }).fill("Kraków");
  await city.getByRole("switch", { name: "Not" }).check({ force: true });
  await page.getByText(`Has the tag “${tag}” and not: city is “Kraków”`).waitFor();
  await city.getByRole("switch", { name: "Not" }).uncheck({ force: true });
  await page.getByRole("button", { name: "Create segment" }).click();
  // The preview names her, too: the page of the segment comes first.
  await page.waitForURL(/\/segments\/lodz-and-built-\d+$/);
  await page.getByRole("link", { name: "Ольга Мороз" }).waitFor();
  const id = new URL(page.url()).pathname.split("/").at(-1);
  assert.deepEqual((await api("GET", `/segments/${id}`)).rule, {
    all: [{ tag }, { property: { name: "city", test: { is: "Kraków" } } }],
  });
});

test("a rule is built with the keyboard alone, from words that are known already", async () => {
  const { page } = me;
  const tag = `known-${Date.now()}`;
  await api("PUT", `/segments/${tag}`, { name: tag, rule: { tag } });
  await page.goto("/segments/new");
  await page.getByRole("button", { name: "Add condition" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("menuitem", { name: "Tag", exact: true }).waitFor();
  await page.keyboard.type("Tag");
  for (let presses = 0; presses < 12; presses += 1) {
    if ((await focused(page)) === "Tag") break;
    await page.keyboard.press("ArrowDown");
  }
  await page.keyboard.press("Enter");
  await eventually(async () => (await focused(page)) === "combobox Tag", "the field has the focus");
  await page.keyboard.type(tag.slice(0, -2));
  await page.getByRole("option", { name: tag }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.getByText(`Has the tag “${tag}”`).waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  assert.equal(await focused(page), "button Remove condition");
  await page.keyboard.press("Enter");
  await eventually(
    async () => (await focused(page)) === "button Add condition",
    "the focus is not lost with what was removed",
  );
});

test("those who wait at a step of a flow are a segment", async () => {
  const { page } = me;
  const id = `waited-${Date.now()}`;
  const nodes = [
    { id: "start", kind: "tag_added", settings: { tag: id } },
    { id: "hold", kind: "wait", name: "Think it over", settings: { for: { days: 3 } } },
    { id: "rest", kind: "wait", settings: { for: { days: 5 } } },
  ];
  const edges = [
    { from: "start", to: "hold" },
    { from: "hold", to: "rest" },
  ];
  await api("POST", "/flows", { document: { id, name: `Waited ${id}`, nodes, edges } });
  await api("POST", `/flows/${id}/publish`);
  const inside = await someContact({ name: "Ewa Lis" });
  await someContact({ name: "Jan Kos" });
  await api("PATCH", `/contacts/${inside.id}`, { add_tags: [id] });
  await page.goto("/segments/new");
  await page.getByLabel("Name").fill(`Thinking ${id}`);
  await addCondition(page, "Flow");
  await page.getByRole("combobox", { name: "Flow", exact: true }).fill(id);
  await page.getByRole("option", { name: `Waited ${id}` }).click();
  await page.getByRole("combobox", { name: "How they stand to the flow" }).click();
  await page.getByRole("option", { name: "waits at the step" }).click();
  await page.getByText("Fill in what is empty.").waitFor();
  await page.getByRole("combobox", { name: "Step of the flow" }).click();
  await page.getByRole("option", { name: "Wait · 5 days" }).waitFor();
  await page.getByRole("option", { name: "Think it over" }).click();
  await page.getByText(`Waits at “Think it over” in the flow “Waited ${id}”`).waitFor();
  await page.getByRole("button", { name: "Create segment" }).click();
  await page.getByRole("link", { name: "Ewa Lis" }).waitFor();
  const segment = `thinking-${id}`;
  const { rule } = await api("GET", `/segments/${segment}`);
  assert.deepEqual(rule, { flow: { flow: id, is: { waits_at: "hold" } } });
  const { items } = await api("GET", `/segments/${segment}/members`);
  assert.deepEqual(
    items.map(({ contact }) => contact),
    [inside.id],
  );
});

test("a rule about a step that is gone says so", async () => {
  const { page } = me;
  const id = `lost-${Date.now()}`;
  const nodes = [
    { id: "start", kind: "tag_added", settings: { tag: id } },
    { id: "hold", kind: "wait", settings: { for: { days: 3 } } },
  ];
  const edges = [{ from: "start", to: "hold" }];
  await api("POST", "/flows", { document: { id, name: id, nodes, edges } });
  await api("POST", `/flows/${id}/publish`);
  await api("PUT", `/segments/${id}`, {
    name: id,
    rule: { flow: { flow: id, is: { waits_at: "once" } } },
  });
  await page.goto(`/segments/${id}`);
  await page.getByText(`Waits at “once” in the flow “${id}”`).waitFor();
  await page.getByRole("button", { name: "Edit" }).click();
  await page.getByText("“once” does not exist any more. Choose another.").waitFor();
});

test("while a rule is edited, it says for how many people it holds, and names some", async () => {
  const { page } = me;
  const tag = `counted-${Date.now()}`;
  for (const name of ["Ada Counted", "Bo Counted"]) {
    const contact = await someContact({ name });
    await api("PATCH", `/contacts/${contact.id}`, { add_tags: [tag] });
  }
  await page.goto("/segments/new");
  await page.getByText("As soon as the rule is complete").waitFor();
  await addCondition(page, "Tag");
  await page.getByRole("combobox", { name: "Tag" }).fill(tag);
  await page.getByText(/^2 of [\d,]+ people$/).waitFor();
  await page.getByRole("link", { name: "Ada Counted" }).waitFor();
  await addCondition(page, "Property");
  await page.getByText("for the rule as it was").waitFor();
  const name = page.getByRole("group", { name: "Property", exact: true });
  await name.getByRole("combobox", { name: "Property" }).fill("name");
  await name.getByRole("textbox", { name: "Value", exact: true }).fill("Bo Counted");
  await page.getByText(/^1 of [\d,]+ people$/).waitFor();
  await name.getByRole("combobox", { name: "Test" }).click();
  await page.getByRole("option", { name: "matches (pattern)" }).click();
  await name.getByRole("textbox", { name: "Value", exact: true }).fill("(");
  await page.getByText("Nobody can be counted like this.").waitFor();
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
  await page.getByRole("combobox", { name: "Tag" }).fill(`${tag}-other`);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByText("Nobody is in it").waitFor();
});

test("a segment in use cannot be deleted, and the reason is said", async () => {
  const { page } = me;
  await page.goto("/segments/hot-leads");
  await page.getByRole("button", { name: "Delete segment" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete segment" }).click();
  await page.getByRole("alert").filter({ hasText: "flow “Hand-over to sales”" }).waitFor();
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

test("a step of a flow has the same fields for its rule", async () => {
  const { page } = me;
  const id = `ruled-${Date.now()}`;
  const nodes = [
    { id: "start", kind: "meeting_cancelled", settings: {}, position: { x: 0, y: 0 } },
    { id: "ask", kind: "branch", settings: { rule: { all: [] } }, position: { x: 0, y: 140 } },
  ];
  const edges = [{ from: "start", to: "ask" }];
  await api("POST", "/flows", { document: { id, name: id, nodes, edges } });
  await page.goto(`/flows/${id}?step=ask`);
  await addCondition(page, "Tag");
  await page.getByRole("combobox", { name: "Tag" }).fill("vip");
  await page.keyboard.press("Tab");
  await addCondition(page, "Happened");
  await page.getByRole("button", { name: "Only some of these events" }).click();
  await page.getByRole("combobox", { name: "Property" }).fill("url");
  await page.getByRole("textbox", { name: "Value", exact: true }).fill("/pricing");
  // The panel and the card say the same, one as a sentence.
  const said = "as the tag “vip” and visited a page \\(url contains “/pricing”\\) at least once";
  await page.getByText(new RegExp(`^H${said}`)).waitFor();
  await page.getByText(new RegExp(`^h${said}`)).waitFor();
  await eventually(async () => {
    const { draft } = await api("GET", `/flows/${id}`);
    const [tag, count] = draft.nodes[1].settings.rule.all;
    return tag?.tag === "vip" && count?.count?.of.where?.[0]?.test.contains === "/pricing";
  }, "the rule is saved");
});
