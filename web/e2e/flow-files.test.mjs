// Flows as files: out of one list and into another, with a report of what a file brings and lacks.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, eventually } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { drawing, newFlow, open } from "./support/editor.mjs";
import { card, LINE, lineOf } from "./support/flow.mjs";

const dialog = (page) => page.getByRole("dialog");
const report = (page) => page.getByRole("region", { name: "What the file brings" });
const fresh = (text) => `${text}-${Date.now().toString(36)}`;
const has = async (path) => {
  const { items } = await api("GET", path.slice(0, path.lastIndexOf("/")));
  return items.some(({ id }) => id === path.split("/").at(-1));
};

/** Lets a file go over a part of the page, as a person does who drags it in. */
const drop = (place, text) =>
  place.evaluate((element, content) => {
    const data = new DataTransfer();
    data.items.add(new File([content], "flow.json", { type: "application/json" }));
    const { left, top } = element.getBoundingClientRect();
    const at = { clientX: left + 60, clientY: top + 60, bubbles: true, cancelable: true };
    element.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...at }));
    element.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...at }));
  }, text);

async function textOf(download) {
  const chunks = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

async function created(page) {
  const before = page.url();
  await page.getByRole("button", { name: "Create flow" }).click();
  await page.waitForURL((url) => url.href !== before && /\/flows\/[a-z0-9_-]+$/.test(url.pathname));
  const id = new URL(page.url()).pathname.split("/").at(-1);
  return { id, ...(await api("GET", `/flows/${id}`)) };
}

test("a flow that is saved as a file comes back under another name, and still asks about itself", async () => {
  const page = await open();
  const name = fresh("Round");
  const id = await lineOf(name, LINE);
  const { draft } = await api("GET", `/flows/${id}`);
  const settings = {
    ceiling: { per_hour: 40 },
    exit_when: { flow: { flow: id, is: "finished" } },
    description: "There and back",
  };
  await api("PUT", `/flows/${id}/draft`, { document: { ...draft, ...settings } });
  await page.goto("/flows");
  await page.getByRole("button", { name: `What to do with ${name}` }).click();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("menuitem", { name: "Save as a file" }).click(),
  ]);
  const text = await textOf(file);
  await drop(page.locator("main").first(), text);
  await dialog(page).getByText(`There is a flow “${id}” here already`).waitFor();
  const short = dialog(page).getByRole("textbox", { name: "Short name" });
  assert.equal(await short.inputValue(), `${id}-2`);
  assert.equal(
    await dialog(page).getByRole("textbox", { name: "Name", exact: true }).inputValue(),
    `${name} (2)`,
  );
  await short.fill(id);
  await dialog(page).getByText("There is a flow with this short name already.").waitFor();
  await short.fill("Not an id");
  await dialog(page).getByText("1 to 60 of a–z").waitFor();
  await page.getByRole("button", { name: "Create flow" }).click();
  await short.fill(`${id}-again`);
  const made = await created(page);
  assert.deepEqual([made.id, made.name, made.state], [`${id}-again`, `${name} (2)`, "draft"]);
  assert.deepEqual(made.draft.ceiling, settings.ceiling);
  assert.deepEqual(made.draft.exit_when, { flow: { flow: made.id, is: "finished" } });
  assert.deepEqual(made.draft.nodes, draft.nodes);
  await card(page, "one").waitFor();
});

test("what is shown is what is saved: a version that is looked at, or the draft to the last key", async () => {
  const page = await open();
  const id = await lineOf("Shown", LINE);
  await api("POST", `/flows/${id}/publish`);
  const saved = async () => {
    await page.getByRole("button", { name: "More", exact: true }).click();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("menuitem", { name: "Save as a file" }).click(),
    ]);
    return JSON.parse(await textOf(file)).flow;
  };
  await page.goto(`/flows/${id}`);
  await page.getByRole("textbox", { name: "Name of the flow" }).fill("Shown anew");
  assert.equal((await saved()).name, "Shown anew");
  await page.goto(`/flows/${id}?version=1`);
  await page.getByText("You are looking at version 1").waitFor();
  assert.equal((await saved()).name, "Shown");
});

/** A file with a segment that it brings, one that is here with another rule, and things that are nowhere. */
async function needy(id) {
  await api("PUT", `/segments/${id}-here`, { name: "Known here", rule: { tag: "here" } });
  const step = (node, kind, settings, row) => ({
    id: node,
    kind,
    settings,
    position: { x: 0, y: row * 140 },
  });
  const nodes = [
    step("start", "segment_entered", { segment: `${id}-new` }, 0),
    step("ask", "branch", { rule: { segment: `${id}-gone` } }, 1),
    step("deal", "create_deal", { name: "Deal", pipeline: "partners" }, 2),
  ];
  const edges = [
    { from: "start", to: "ask" },
    { from: "ask", port: "yes", to: "deal" },
  ];
  return {
    flow: { id, name: id, nodes, edges, exit_when: { segment: `${id}-here` } },
    segments: [
      { id: `${id}-new`, name: "Brought along", rule: { tag: "new" } },
      { id: `${id}-here`, name: "Known here", rule: { tag: "there" } },
    ],
  };
}

test("before a file becomes a flow, it is said what it brings, what is missing, and which steps need that", async () => {
  const page = await open();
  const id = fresh("needy");
  const file = await needy(id);
  await page.goto("/flows");
  await page.getByRole("button", { name: "From a file" }).click();
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.getByRole("button", { name: "Choose a file" }).click(),
  ]);
  await chooser.setFiles({
    name: "needy.json",
    mimeType: "application/json",
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await report(page).getByText("3 steps, as a draft").waitFor();
  await report(page).getByText("Also creates the segment “Brought along”.").waitFor();
  await report(page).getByText("The segment “Known here” is here with another rule.").waitFor();
  const missing = report(page).getByRole("listitem");
  assert.match(
    await missing.filter({ hasText: `The segment “${id}-gone”` }).innerText(),
    /Needed by the step “Branch”/,
  );
  assert.match(
    await missing.filter({ hasText: "The pipeline “partners”" }).innerText(),
    /Needed by the step “Create deal”/,
  );
  await report(page)
    .getByText(/problems? keeps? it from being published here/)
    .waitFor();
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await checkPage(page, `an import, ${colorScheme}`);
  }
  assert.deepEqual([await has(`/flows/${id}`), await has(`/segments/${id}-new`)], [false, false]);
  const made = await created(page);
  assert.deepEqual([made.id, made.name], [id, id]);
  assert.ok(made.errors > 0);
  assert.ok(await has(`/segments/${id}-new`));
  const { rule } = await api("GET", `/segments/${id}-here`);
  assert.deepEqual(rule, { tag: "here" }, "what is here stays as it is");
  await card(page, "ask").getByLabel("Error").waitFor();
});

test("a flow is pasted into the list; what is none is refused in words, by us or by the server", async () => {
  const page = await open();
  const id = fresh("pasted");
  await page.goto("/flows");
  await page.getByRole("heading", { name: "Flows" }).click();
  const paste = async (text) => {
    await page.evaluate((content) => navigator.clipboard.writeText(content), text);
    await page.keyboard.press("Control+v");
  };
  const flow = { id, name: "Pasted", nodes: [{ id: "start", kind: "meeting_booked" }] };
  await paste("just some words");
  await paste(JSON.stringify({ flow: { ...flow, colour: "red" } }));
  await dialog(page).getByText("The server does not take this file").waitFor();
  await dialog(page)
    .getByText(/colour/)
    .waitFor();
  await page.keyboard.press("Escape");
  await drop(page.locator("main").first(), "just some words");
  await dialog(page).getByText("This is no flow file").waitFor();
  await page.keyboard.press("Escape");
  await dialog(page).waitFor({ state: "detached" });
  await paste(JSON.stringify(flow));
  await report(page).waitFor();
  const made = await created(page);
  assert.deepEqual([made.id, made.draft.nodes[0].kind], [id, "meeting_booked"]);
});

test("a file on an empty flow becomes a flow of its own, and the empty one makes room", async () => {
  const page = await open();
  const empty = await newFlow(page, "Room");
  const { name } = await api("GET", `/flows/${empty}`);
  const id = fresh("filled");
  const flow = { id, name: "Filled", nodes: [{ id: "start", kind: "meeting_booked" }] };
  await drop(drawing(page), JSON.stringify({ flow }));
  await dialog(page).getByText("The empty flow that is open now makes room for it.").waitFor();
  const made = await created(page);
  assert.deepEqual([made.id, made.name], [id, name], "it is called what the empty one was");
  await eventually(async () => !(await has(`/flows/${empty}`)), "the empty flow is gone");
  await card(page, "start").waitFor();
});

test("who may not change flows can save them as files, and brings none", async () => {
  const page = await open("viewer");
  await page.goto("/flows");
  await page.getByRole("row").nth(1).waitFor();
  assert.equal(await page.getByRole("button", { name: "From a file" }).count(), 0);
  const flow = { id: "no", name: "No", nodes: [{ id: "start", kind: "meeting_booked" }] };
  await drop(page.locator("main").first(), JSON.stringify({ flow }));
  assert.equal(await dialog(page).count(), 0);
  assert.equal(await has("/flows/no"), false);
});
