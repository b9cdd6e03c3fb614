// Scoring models by hand, as marketers change them, and what they do to people who send real events.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { api, enter, eventually, somebody, someContact, URL_, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { card, flowOf, freshName, track } from "./support/flow.mjs";

const me = somebody("marketer");
afterEach(() => assert.deepEqual(me.wrong.splice(0), []));

/** A model of one row, which nobody else's contacts match: people come to it by a tag. */
async function modelOf(tag, { points = 10, classes = CLASSES, when = { while: { tag } } } = {}) {
  const groups = [
    { name: "Fit", category: tag, rows: [{ id: "tagged", name: `Tagged ${tag}`, points, when }] },
  ];
  await api("PUT", `/scoring-models/${tag}`, { name: tag, groups, classes, class_of: tag });
  return tag;
}

const CLASSES = [
  { id: "cold", name: "Cold", from: 0 },
  { id: "hot", name: "Hot", from: 50 },
];

const freshTag = () => freshName("scored").replace(" ", "-");

async function tagged(name, tag) {
  const contact = await someContact({ name });
  await api("PATCH", `/contacts/${contact.id}`, { add_tags: [tag] });
  return contact.id;
}

/** What a contact has of a model. */
async function standing(contact, model) {
  const { items } = await api("GET", `/contacts/${contact}/scoring`);
  return items.find((one) => one.model === model);
}

/** Holds up the test build, so that nothing is counted meanwhile. */
async function processing(goesOn) {
  const { status } = await fetch(`${URL_}/test/processing`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ paused: !goesOn }),
  });
  assert.equal(status, 204);
}

/** The browser logs whatever was refused. */
function forget(status) {
  const logged = `logged: Failed to load resource: the server responded with a status of ${status}`;
  const others = me.wrong.filter((one) => !one.startsWith(logged));
  me.wrong.splice(0, me.wrong.length, ...others);
}

const row = (page, id) => page.locator(`[data-row="${id}"]`);
const pointsOf = (page, name) => page.getByRole("textbox", { name: `Points for “${name}”` });
const who = (page) => page.getByRole("region", { name: "Who changes" });
const save = (page) => page.getByRole("button", { name: "Save", exact: true });

test("the printed table becomes a model, and real events give points that name their rows", async () => {
  const { page } = me;
  const name = freshName("Leads");
  await page.goto("/scoring/new?from=table");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await page.getByText("Country is “US” or “UK”").waitFor();
  await pointsOf(page, "Started a trial").fill("17");
  // Whatever else gives points to people, nobody is hot.
  await page.getByRole("textbox", { name: "Points from which Hot begins" }).fill("900");
  await who(page)
    .getByText(/contacts get other points|Nobody’s points change/)
    .waitFor();
  await page.getByRole("button", { name: "Create model" }).click();
  await page.waitForURL(/\/scoring\/leads/, { timeout: 60_000 });
  const id = new URL(page.url()).pathname.split("/").at(-1);
  const stored = await api("GET", `/scoring-models/${id}`);
  assert.equal(stored.groups.flatMap(({ rows }) => rows).length, 15);

  const contact = await track(`${id}@example.com`, "started_a_trial", "created_a_task");
  await api("PATCH", `/contacts/${contact.id}`, {
    properties: { country: "UK", company_size: 40 },
  });
  await until(async () => {
    const { rows } = await standing(contact.id, id);
    const given = rows.map((one) => [one.row, one.points]).sort();
    assert.deepEqual(given, [
      ["company_size", 10],
      ["country", 1],
      ["task_once", 1],
      ["trial", 17],
    ]);
  }, "the rows give points");
  const { points } = await api("GET", `/contacts/${contact.id}/receipt`);
  const trial = points.find(({ row: by }) => by?.model === id && by.row === "trial");
  assert.equal(trial.points, 17);
  assert.equal(trial.row.model_name, name);

  await page.goto(`/contacts/${contact.id}`);
  const own = page.getByRole("region", { name, exact: true });
  await own.getByText("Started a trial").waitFor();
  await own.getByText(/\d+ points to Hot/).waitFor();
  // A flow of the demo gives points for it, too.
  const lines = page.getByRole("listitem").filter({ hasText: "Started a trial" });
  await lines.getByRole("link", { name }).click();
  await page.waitForURL(new RegExp(`/scoring/${id}#trial$`));
  await page.locator('[data-row="trial"][data-lit]').waitFor();
});

test("before a change is saved, it says who changes; then they have", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  const contact = await tagged(`Ada ${tag}`, tag);
  await page.goto(`/scoring/${tag}`);
  await who(page).getByText("Change something in the table").waitFor();
  await pointsOf(page, `Tagged ${tag}`).fill("60");
  await who(page)
    .getByText(/^1 of [\d,]+ contacts gets other points$/)
    .waitFor();
  const move = who(page).getByRole("listitem").filter({ hasText: "1 contact" });
  await move.getByText("Cold").waitFor();
  await move.getByText("Hot").waitFor();
  const example = who(page)
    .getByRole("listitem")
    .filter({ hasText: `Ada ${tag}` });
  await example.getByText(`Tagged ${tag} +50`).waitFor();
  assert.equal((await standing(contact, tag)).score, 10);
  await checkPage(page, "a model that is being changed");
  await save(page).click();
  await eventually(async () => {
    const { score, class: now } = await standing(contact, tag);
    return score === 60 && now.id === "hot";
  }, "everybody has what the table says");
  await save(page).waitFor({ state: "detached" });
  await page.goto("/scoring");
  const line = page.getByRole("row").filter({ hasText: tag });
  await line.getByText("1 row").waitFor();
  await line.getByText("Hot 1").waitFor();
});

test("a row is drawn up by the keyboard, moved, and taken back", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  await page.goto(`/scoring/${tag}`);
  await page.getByRole("button", { name: "Add row to Fit" }).focus();
  await page.keyboard.press("Enter");
  const fresh = page.locator("[data-row]").nth(1);
  await until(
    async () =>
      assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), "Name of the row"),
    "the new row has the focus",
  );
  await page.getByText("1 thing is not filled in yet").waitFor();
  await fresh.getByRole("combobox", { name: "Property" }).fill("city");
  await fresh.getByRole("textbox", { name: "Value", exact: true }).fill("Łódź");
  await page.keyboard.press("Tab");
  const order = () =>
    page
      .locator("[data-row]")
      .evaluateAll((rows) => rows.map((one) => one.querySelector("input").placeholder));
  const proposed = "City is “Łódź”";
  assert.deepEqual(await order(), [`Tagged ${tag}`, proposed]);
  await page.getByRole("button", { name: `Move “${proposed}”` }).focus();
  await page.keyboard.press("ArrowUp");
  await page.getByRole("status").filter({ hasText: "is now row 1 of 2 in Fit" }).waitFor();
  assert.deepEqual(await order(), [proposed, `Tagged ${tag}`]);
  await page.keyboard.press("Control+z");
  await until(async () => assert.deepEqual(await order(), [`Tagged ${tag}`, proposed]), "undone");
  await fresh.getByRole("button", { name: "Done" }).click();
  await page
    .getByRole("button", { name: `Move “Tagged ${tag}”` })
    .dragTo(fresh, { targetPosition: { x: 200, y: 50 } });
  await until(async () => assert.deepEqual(await order(), [proposed, `Tagged ${tag}`]), "dragged");
  await pointsOf(page, proposed).fill("-5");
  await save(page).click();
  await eventually(async () => {
    const { groups } = await api("GET", `/scoring-models/${tag}`);
    const [first] = groups[0].rows;
    return first.name === proposed && first.points === -5;
  }, "the row is stored under the name that it proposed");
});

test("groups and classes are changed by hand", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  const contact = await tagged(`Cy ${tag}`, tag);
  await page.goto(`/scoring/${tag}`);
  await page.getByRole("button", { name: "Add group" }).click();
  const fresh = page
    .getByRole("region")
    .filter({ has: page.getByLabel("Add row to Unnamed group") });
  await fresh.getByRole("textbox", { name: "Name of the group" }).fill("Web");
  await page.getByRole("button", { name: "More actions for Web" }).click();
  await page.getByRole("menuitem", { name: "Move group up" }).click();
  await page.getByRole("button", { name: "More actions for Fit" }).click();
  await page.getByRole("menuitem", { name: "Move group down" }).waitFor({ state: "visible" });
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Category and limit of Fit" }).click();
  await page.getByRole("textbox", { name: "Points together at most" }).fill("7");
  await page.getByText("at most 7 points", { exact: true }).waitFor();
  await page.getByRole("button", { name: "More actions for Web" }).click();
  await page.getByRole("menuitem", { name: "Delete group with 0 rows" }).click();
  await page.getByRole("textbox", { name: "Points from which Hot begins" }).fill("5");
  await page.getByRole("button", { name: "Add class" }).click();
  await page.getByRole("textbox", { name: "Name of the class" }).last().fill("Burning");
  await who(page).getByText(`Tagged ${tag} −3`).waitFor();
  await save(page).click();
  await until(async () => {
    const { groups, classes } = await api("GET", `/scoring-models/${tag}`);
    assert.deepEqual(
      groups.map(({ name, category, at_most }) => [name, category, at_most]),
      [["Fit", tag, 7]],
    );
    assert.deepEqual(
      classes.map(({ name, from }) => [name, from]),
      [
        ["Cold", 0],
        ["Hot", 5],
        ["Burning", 15],
      ],
    );
    const { score, class: now } = await standing(contact, tag);
    assert.deepEqual([score, now.id], [7, "hot"]);
  }, "groups and classes are stored, and hold");
});

test("what happens gives points as often as it is allowed to", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  await page.goto(`/scoring/${tag}`);
  await row(page, "tagged")
    .getByRole("button", { name: /^Change what/ })
    .click();
  await row(page, "tagged").getByText("Each time it happens").click();
  await row(page, "tagged").getByRole("combobox", { name: "Event", exact: true }).click();
  await page.getByRole("option", { name: "An event of yours…" }).click();
  await row(page, "tagged").getByRole("combobox", { name: "Name of the event" }).fill(tag);
  await row(page, "tagged").getByRole("switch", { name: "Not too many at once" }).click();
  const said = `Each time: “${tag}” happened, at most 3 times in each day`;
  await row(page, "tagged").getByText(said).waitFor();
  await row(page, "tagged").getByRole("switch", { name: "Let the points fade" }).click();
  await row(page, "tagged").getByText(`${said}, fades after 30 days`).waitFor();
  await save(page).click();
  await save(page).waitFor({ state: "detached", timeout: 60_000 });
  const contact = await track(`${tag}@example.com`, tag, tag, tag, tag, tag);
  await until(
    async () => assert.equal((await standing(contact.id, tag)).score, 30),
    "three of five give points",
  );
});

test("what a colleague saves meanwhile is shown, unless one is writing", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  await page.goto(`/scoring/${tag}`);
  await pointsOf(page, `Tagged ${tag}`).waitFor();
  await modelOf(tag, { points: 12 });
  const stands = (points) =>
    until(
      async () => assert.equal(await pointsOf(page, `Tagged ${tag}`).inputValue(), points),
      `${points} points stand there`,
    );
  await stands("12");
  await pointsOf(page, `Tagged ${tag}`).fill("13");
  await modelOf(tag, { points: 14 });
  await page.getByText("Somebody else changed this model").waitFor();
  await stands("13");
  await page.getByRole("button", { name: "Take theirs" }).click();
  await stands("14");
});

test("what is not saved is not left without a question", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  await page.goto(`/scoring/${tag}`);
  await pointsOf(page, `Tagged ${tag}`).fill("11");
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.getByRole("button", { name: "Stay here" }).click();
  assert.match(page.url(), new RegExp(`/scoring/${tag}$`));
  await page.getByRole("button", { name: "Discard changes" }).click();
  await until(
    async () => assert.equal(await pointsOf(page, `Tagged ${tag}`).inputValue(), "10"),
    "the saved points stand there",
  );
  await page.getByRole("link", { name: "Contacts" }).click();
  await page.waitForURL(/\/contacts$/);
});

test("what is wrong with a row is said beside it", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  await page.goto(`/scoring/${tag}`);
  await row(page, "tagged")
    .getByRole("button", { name: /^Change what/ })
    .click();
  await row(page, "tagged").getByRole("button", { name: "Remove condition" }).click();
  await row(page, "tagged").getByRole("button", { name: "Add condition" }).click();
  await page.getByRole("menuitem", { name: "Property", exact: true }).click();
  await row(page, "tagged").getByRole("combobox", { name: "Property" }).fill("name");
  await row(page, "tagged").getByRole("combobox", { name: "Test" }).click();
  await page.getByRole("option", { name: "matches (pattern)" }).click();
  await row(page, "tagged").getByRole("textbox", { name: "Value", exact: true }).fill("(");
  await row(page, "tagged").getByRole("alert").filter({ hasText: "pattern" }).waitFor();
  await page.getByRole("button", { name: "Discard changes" }).click();
  await who(page).getByText("Change something in the table").waitFor();
  forget(422);
});

test("a past that nobody counted is counted before a model is saved", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  const contact = await track(`${tag}@example.com`, `${tag}-did`);
  await processing(false);
  await page.goto(`/scoring/${tag}`);
  await row(page, "tagged")
    .getByRole("button", { name: /^Change what/ })
    .click();
  await row(page, "tagged").getByText("Each time it happens").click();
  await row(page, "tagged").getByRole("combobox", { name: "Event", exact: true }).click();
  await page.getByRole("option", { name: "An event of yours…" }).click();
  await row(page, "tagged").getByRole("combobox", { name: "Name of the event" }).fill(`${tag}-did`);
  await who(page)
    .getByText(/^1 of [\d,]+ contacts gets other points$/)
    .waitFor();
  await save(page).click();
  const waits = page.getByRole("group", { name: tag, exact: true });
  await waits.getByText(/counting|Waits/i).waitFor({ timeout: 20_000 });
  // Until then the table is the one that is in force.
  await row(page, "tagged").getByText(`Has the tag “${tag}”`).waitFor();
  await processing(true);
  await until(
    async () => assert.equal((await standing(contact.id, tag)).score, 10),
    "what happened before gives points",
  );
  await page.goto(`/scoring/${tag}`);
  await row(page, "tagged").getByText(`“${tag}-did” happened`).waitFor();
});

test("a model is deleted after it is said who loses points", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  const contact = await tagged(`Bo ${tag}`, tag);
  await eventually(async () => (await standing(contact, tag)).score === 10, "it has points");
  await page.goto(`/scoring/${tag}`);
  await page.getByRole("button", { name: "Delete model" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText(/^1 contact loses points/).waitFor();
  await dialog.getByRole("button", { name: "Delete model" }).click();
  await page.waitForURL(/\/scoring$/);
  await eventually(
    async () => (await api("GET", `/contacts/${contact}`)).score === 0,
    "the points are taken back",
  );
});

test("a flow starts at a class, its card says so, and the model is kept for it", async () => {
  const { page } = me;
  const tag = await modelOf(freshTag());
  const id = await flowOf(
    freshName("Crossing"),
    [["start", "score_crosses", { points: 20 }, 0, 0]],
    [],
  );
  await page.goto(`/flows/${id}?step=start`);
  await card(page, "start").getByText("The score rises to 20").waitFor();
  await page.getByText("Class of a model", { exact: true }).click();
  await page.getByRole("combobox", { name: "Class" }).click();
  await page
    .getByRole("group", { name: tag })
    .getByRole("option", { name: "Hot (from 50)" })
    .click();
  await card(page, "start").getByText(`The score reaches the class Hot (${tag})`).waitFor();
  await eventually(async () => {
    const { draft } = await api("GET", `/flows/${id}`);
    const { points, class: asked } = draft.nodes[0].settings;
    return points === undefined && asked?.model === tag && asked.class === "hot";
  }, "the class is stored instead of the points");
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/scoring/${tag}`);
  await page.getByRole("button", { name: "Delete model" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete model" }).click();
  await page.getByRole("alert").filter({ hasText: "It is in use: flow “Crossing" }).waitFor();
  assert.equal((await api("GET", `/scoring-models/${tag}`)).name, tag);
  forget(409);
});

test("whoever may not change a model reads it, and finds it by its name", async () => {
  const tag = await modelOf(freshTag());
  const { page, close } = await enter(me.browser, "viewer");
  await page.keyboard.press("Control+k");
  await page
    .getByRole("textbox", { name: "A page, a contact, a flow, a segment, a model" })
    .fill(tag);
  await page.getByRole("button", { name: tag }).click();
  await page.waitForURL(new RegExp(`/scoring/${tag}$`));
  await row(page, "tagged").getByText(`Has the tag “${tag}”`).waitFor();
  assert.equal(await row(page, "tagged").getByRole("textbox").count(), 0);
  assert.equal(await page.getByRole("button", { name: "Delete model" }).count(), 0);
  await checkPage(page, "a model that one may only read");
  await close();
});
