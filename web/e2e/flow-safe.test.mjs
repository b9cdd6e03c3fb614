// Working without fear: what is shown, what was changed, going back, publishing, files, problems.

import assert from "node:assert/strict";
import { test } from "node:test";
import { api, someContact } from "./support/app.mjs";
import { drawing, open, openLine, settings } from "./support/editor.mjs";
import { card, draft, LINE, lineOf, wires } from "./support/flow.mjs";

const edit = async (id, change) => {
  const { draft: document } = await api("GET", `/flows/${id}`);
  change(document);
  await api("PUT", `/flows/${id}/draft`, { document });
};

/** A flow that runs in version 1 with four steps, in version 2 with the tag `z` in one of them. */
async function twoVersions(text) {
  const id = await lineOf(text, LINE);
  await api("POST", `/flows/${id}/publish`);
  await edit(id, ({ nodes }) => {
    nodes[1].settings.tag = "z";
  });
  await api("POST", `/flows/${id}/publish`);
  return id;
}

const menu = (page) => page.getByRole("button", { name: "More", exact: true });

test("the header says whether the draft is ahead of what runs", async () => {
  const page = await open();
  const id = await lineOf("Ahead", LINE);
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/flows/${id}`);
  await page.getByText("Version 1", { exact: true }).waitFor();
  await card(page, "two").click();
  await page.keyboard.press("Delete");
  await page.getByText("Draft · version 1 runs").waitFor();
  await page.goto(`/flows/${id}?version=1`);
  await page.getByText("You are looking at version 1").waitFor();
});

test("what was changed is painted on the drawing, and said for each setting", async () => {
  const page = await open();
  const id = await lineOf("Painted", LINE);
  await api("POST", `/flows/${id}/publish`);
  await edit(id, (document) => {
    document.nodes[1].settings.tag = "changed";
    document.nodes.splice(3, 1);
    document.nodes.push({ id: "new", kind: "exit", position: { x: 0, y: 420 } });
    document.edges = document.edges.filter(({ to }) => to !== "three");
    document.edges.push({ from: "two", to: "new" });
  });
  await page.goto(`/flows/${id}?mode=diff`);
  for (const [step, mark] of [
    ["one", "changed"],
    ["three", "removed"],
    ["new", "added"],
  ])
    await card(page, step).locator(`[data-mark="${mark}"]`).first().waitFor();
  await card(page, "one").click();
  await settings(page).getByText("Before and now").waitFor();
  assert.equal(await settings(page).locator("del").innerText(), "#a");
  assert.equal(await settings(page).locator("ins").innerText(), "#changed");
});

test("the draft is discarded, and undo brings it back", async () => {
  const page = await open();
  const id = await lineOf("Discarded", LINE);
  await api("POST", `/flows/${id}/publish`);
  await page.goto(`/flows/${id}`);
  await card(page, "two").click();
  await page.keyboard.press("Delete");
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 3));
  await menu(page).click();
  await page.getByRole("menuitem", { name: "Discard the draft, back to version 1" }).click();
  await draft(id, (now) => assert.deepEqual(wires(now), ["one>two", "start>one", "two>three"]));
  await page.getByRole("button", { name: "Undo: discard the draft" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes.length, 3));
});

test("any version is looked at and taken as the draft", async () => {
  const page = await open();
  const id = await twoVersions("Restored");
  await page.goto(`/flows/${id}?version=1`);
  await card(page, "one").getByText("#a").waitFor();
  await page.getByRole("button", { name: "Take this version as the draft" }).click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.tag, "a"));
});

test("publishing is refused with the list of what is wrong, which jumps to the step", async () => {
  const page = await open();
  const id = await lineOf("Wrong", [...LINE, ["deal", "change_deal_stage"]]);
  await page.goto(`/flows/${id}`);
  await card(page, "deal").getByLabel("Error").waitFor();
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("button", { name: /^Publish version/ }).click();
  const dialog = page.getByRole("dialog", { name: /^Publish/ });
  await dialog.getByText("This has to be mended first").waitFor();
  assert.equal((await api("GET", `/flows/${id}`)).state, "draft");
  await dialog
    .getByRole("button", { name: /is not filled in/ })
    .first()
    .click();
  await settings(page).getByRole("combobox", { name: "Pipeline" }).waitFor();
});

/** A segment with one member. */
async function segmentOfOne(text) {
  const segment = `${text}-${Date.now().toString(36)}`;
  const { id } = await someContact({ name: text });
  await api("PATCH", `/contacts/${id}`, { add_tags: [segment] });
  await api("PUT", `/segments/${segment}`, { name: segment, rule: { tag: segment } });
  return { segment, member: id };
}

test("an audience of nobody is warned of, and publishing goes on all the same", async () => {
  const { segment, member } = await segmentOfOne("nobody");
  await api("PATCH", `/contacts/${member}`, { remove_tags: [segment] });
  const { page, id } = await openLine("Nobody", [
    ["start", "segment_entered", { segment }],
    ["one", "add_tag", { tag: "a" }],
  ]);
  await card(page, "start").getByLabel("Warning").waitFor();
  await page.getByRole("button", { name: "1 problem" }).click();
  await page.getByText(`Nobody is in the segment “${segment}” now.`).first().waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Publish…" }).click();
  await page.getByRole("button", { name: "Publish version 1" }).click();
  await page.getByText("Version 1 is published.").waitFor();
  assert.equal((await api("GET", `/flows/${id}`)).state, "active");
});

test("a segment that goes marks every step that used it", async () => {
  const { segment } = await segmentOfOne("gone");
  const { page } = await openLine("Gone", [
    ["start", "segment_entered", { segment }],
    ["ask", "branch", { rule: { segment } }],
  ]);
  await page.getByRole("button", { name: "No problems" }).waitFor();
  await api("DELETE", `/segments/${segment}`);
  for (const step of ["start", "ask"]) await card(page, step).getByLabel("Error").waitFor();
});

test("steps come from a dropped file and from pasted text, and what nobody knows is said", async () => {
  const { page, id } = await openLine("Dropped", [["start", "meeting_booked"]]);
  const steps = { nodes: [{ id: "a", kind: "add_tag", settings: { tag: "file" } }], edges: [] };
  const drop = (text) =>
    drawing(page).evaluate((frame, content) => {
      const data = new DataTransfer();
      data.items.add(new File([content], "steps.json", { type: "application/json" }));
      const { left, top } = frame.getBoundingClientRect();
      const at = { clientX: left + 80, clientY: top + 300, bubbles: true, cancelable: true };
      frame.dispatchEvent(new DragEvent("dragover", { dataTransfer: data, ...at }));
      frame.dispatchEvent(new DragEvent("drop", { dataTransfer: data, ...at }));
    }, text);
  await drop(JSON.stringify(steps));
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.tag, "file"));
  await page.evaluate(
    (text) => navigator.clipboard.writeText(text),
    JSON.stringify({
      flow: { id: "x", name: "x", nodes: [{ id: "odd", kind: "send_pigeon" }] },
    }),
  );
  await page.keyboard.press("Control+v");
  await page
    .getByText(/does not know: send_pigeon/)
    .first()
    .waitFor();
  await drop("no flow at all");
  await page
    .getByText(/There are no steps in what you pasted/)
    .first()
    .waitFor();
});

test("a flow is saved as a file that draws the same flow elsewhere", async () => {
  const { page } = await openLine("Saved");
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    menu(page)
      .click()
      .then(() => page.getByRole("menuitem", { name: "Save as a file" }).click()),
  ]);
  const chunks = [];
  for await (const chunk of await file.createReadStream()) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  const { page: other, id } = await openLine("Loaded", [["start", "meeting_booked"]]);
  await menu(other).click();
  const [chooser] = await Promise.all([
    other.waitForEvent("filechooser"),
    other.getByRole("menuitem", { name: "Add steps from a file" }).click(),
  ]);
  await chooser.setFiles({
    name: "flow.json",
    mimeType: "application/json",
    buffer: Buffer.from(text),
  });
  await draft(id, ({ nodes, edges }) => assert.deepEqual([nodes.length, edges.length], [5, 3]));
});

test("a text with the contact's values is tried on a contact", async () => {
  const { page, id } = await openLine("Tried", [
    ["start", "meeting_cancelled"],
    ["task", "assign_task", { title: "Call " }],
  ]);
  await api("POST", "/contacts", {
    email: `tried-${Date.now()}@example.com`,
    properties: { first_name: "Tryggve" },
  });
  await card(page, "task").click();
  const title = settings(page).getByRole("textbox", { name: "Title" });
  await title.press("End");
  await settings(page)
    .locator('[data-field="title"]')
    .getByRole("button", { name: "{name}" })
    .click();
  await draft(id, ({ nodes }) => assert.equal(nodes[1].settings.title, "Call {name}"));
  await settings(page).getByRole("combobox", { name: "Try “Title” on a contact" }).fill("Tryggve");
  await page
    .getByRole("option", { name: /Tryggve/ })
    .first()
    .click();
  await settings(page).getByText("Call Tryggve").waitFor();
});
