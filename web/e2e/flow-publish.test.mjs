// A new version over people who are inside, and pausing, resuming and ending a flow: what is said
// of them before, and what becomes of them.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, enter, openBrowser, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { flowOf, track } from "./support/flow.mjs";

const DAY_MS = 86_400_000;

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  ({ page } = await enter(browser, "marketer", { viewport: { width: 1440, height: 900 } }));
});
after(() => browser.close());

const dialog = () => page.getByRole("dialog");
const step = (name) => dialog().getByRole("listitem").filter({ hasText: name });

async function choose(label, option) {
  await dialog().getByRole("combobox", { name: label }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Who is a VIP rests, who is keen naps, the others hold. */
async function threeWaits(event) {
  const id = await flowOf(
    "Waiting",
    [
      ["start", "event", { of: { event: `custom:${event}` } }],
      ["vip", "branch", { rule: { tag: "vip" } }],
      ["rest", "wait", { for: { days: 9 } }, -320],
      ["keen", "branch", { rule: { tag: "keen" } }, 160],
      ["nap", "wait", { for: { days: 5 } }],
      ["hold", "wait", { for: { days: 7 } }, 320],
    ],
    ["start>vip", "vip:yes>rest", "vip:no>keen", "keen:yes>nap", "keen:no>hold"],
  );
  await api("POST", `/flows/${id}/publish`);
  return id;
}

let people = 0;

async function enters(event, tag) {
  people += 1;
  const email = `${event}-${people}-${Date.now()}@example.com`;
  const { id } = await track(email);
  if (tag) await api("PATCH", `/contacts/${id}`, { add_tags: [tag] });
  await track(email, event);
  return id;
}

/** The draft without the nap, and with a shorter rest. */
async function withoutNap(id) {
  const { draft } = await api("GET", `/flows/${id}`);
  draft.nodes = draft.nodes.filter((node) => node.id !== "nap");
  draft.edges = draft.edges.filter((edge) => edge.to !== "nap");
  const rest = draft.nodes.find((node) => node.id === "rest");
  Object.assign(rest, { name: "Short rest", settings: { for: { days: 1 } } });
  draft.nodes.find((node) => node.id === "hold").name = "Hold";
  await api("PUT", `/flows/${id}/draft`, { document: draft });
}

async function enrolmentOf(flow, contact) {
  const { items } = await api("GET", `/flows/${flow}/enrolments?contact=${contact}`);
  return items[0];
}

async function openPublishing(flow) {
  await page.goto(`/flows/${flow}`);
  await page.getByRole("button", { name: "Publish…" }).click();
}

async function inMenu(name) {
  await page.getByRole("button", { name: "More", exact: true }).click();
  await page.getByRole("menuitem", { name }).click();
}

test("for each step the publisher chooses what becomes of the people there, and it does", async () => {
  const flow = await threeWaits("chosen");
  const [rests, naps, holds] = [
    await enters("chosen", "vip"),
    await enters("chosen", "keen"),
    await enters("chosen"),
  ];
  await withoutNap(flow);
  await openPublishing(flow);
  await dialog().getByRole("heading", { name: "3 people are inside now" }).waitFor();
  await step("Not in version 2 any more").getByText("1 person here").waitFor();
  await step("Not in version 2 any more").getByRole("combobox").click();
  assert.deepEqual(await page.getByRole("option").allInnerTexts(), [
    "Finish as they began",
    "Leave the flow now",
  ]);
  await page.keyboard.press("Escape");
  await choose(/^What becomes of those at “Short rest”/, "Go on, with new timing");
  await choose(/^What becomes of those at “Hold”/, "Leave the flow now");
  const sum = dialog().getByRole("status", { name: "What will happen to people" });
  await sum.getByText("1 person finishes in the version they are in.").waitFor();
  await sum.getByText("1 person goes on in version 2, with new timing.").waitFor();
  await sum.getByText("1 person leaves the flow at once. This cannot be undone.").waitFor();
  await dialog().getByRole("button", { name: "Publish version 2 and end 1 passage" }).click();
  await page.getByText("Version 2 is published.").waitFor();
  await until(async () => {
    const [resting, napping, holding] = await Promise.all(
      [rests, naps, holds].map((contact) => enrolmentOf(flow, contact)),
    );
    assert.deepEqual([resting.version, resting.node], [2, "rest"]);
    assert.equal(Date.parse(resting.due), Date.parse(resting.since) + DAY_MS);
    assert.deepEqual([napping.version, napping.ended_at], [1, null]);
    assert.equal(holding.reason, "stopped");
  }, "the choices were carried out");
});

test("unless somebody chooses, nothing changes for the people inside", async () => {
  const flow = await threeWaits("kept");
  const [rests, naps] = [await enters("kept", "vip"), await enters("kept", "keen")];
  await withoutNap(flow);
  await openPublishing(flow);
  await dialog().getByText("2 people finish in the version they are in.").waitFor();
  await dialog().getByRole("button", { name: "Publish version 2", exact: true }).click();
  await page.getByText("Version 2 is published.").waitFor();
  for (const contact of [rests, naps]) {
    const { version, ended_at } = await enrolmentOf(flow, contact);
    assert.deepEqual([version, ended_at], [1, null]);
  }
});

test("one choice for all steps is made as far as it is possible", async () => {
  const flow = await threeWaits("all");
  const [rests, naps] = [await enters("all", "vip"), await enters("all", "keen")];
  await withoutNap(flow);
  await openPublishing(flow);
  await choose("For all steps", "Go on in the new version");
  await dialog().getByText("1 person finishes in the version they are in.").waitFor();
  await dialog().getByText("1 person goes on in version 2.").waitFor();
  await dialog().getByRole("button", { name: "Publish version 2", exact: true }).click();
  await page.getByText("Version 2 is published.").waitFor();
  await until(async () => {
    const [resting, napping] = await Promise.all(
      [rests, naps].map((contact) => enrolmentOf(flow, contact)),
    );
    assert.deepEqual([resting.version, napping.version], [2, 1]);
    assert.equal(Date.parse(resting.due), Date.parse(resting.since) + 9 * DAY_MS);
  }, "the choices were carried out");
});

test("pausing, resuming and ending say what they mean for how many people, and do it", async () => {
  const flow = await threeWaits("turned");
  const contact = await enters("turned", "vip");
  await enters("turned");
  const state = async () => (await api("GET", `/flows/${flow}`)).state;
  await page.goto(`/flows/${flow}`);

  await inMenu("Pause flow");
  await dialog().getByText("The 2 people inside stay where they are.").waitFor();
  await dialog().getByRole("button", { name: "Pause flow" }).click();
  await page.getByText("“Waiting” is paused.").waitFor();
  assert.equal(await state(), "paused");

  await inMenu("Resume flow");
  await dialog().getByText("The 2 people inside move again.").waitFor();
  await dialog().getByRole("button", { name: "Cancel" }).click();
  assert.equal(await state(), "paused");
  await inMenu("Resume flow");
  await dialog().getByRole("button", { name: "Resume flow" }).click();
  await page.getByText("“Waiting” runs again.").waitFor();
  assert.equal(await state(), "active");

  await inMenu("Archive flow");
  await dialog()
    .getByText("The 2 people inside leave at once, also in the middle of a wait.")
    .waitFor();
  await dialog().getByRole("button", { name: "Archive flow" }).click();
  await page.getByText("“Waiting” is archived.").waitFor();
  assert.equal(await state(), "archived");
  assert.equal((await enrolmentOf(flow, contact)).reason, "stopped");
});

for (const colorScheme of ["light", "dark"]) {
  test(`what is asked before publishing and ending can be read by everybody, ${colorScheme}`, async () => {
    const flow = await threeWaits(`shown_${colorScheme}`);
    await enters(`shown_${colorScheme}`, "vip");
    await enters(`shown_${colorScheme}`, "keen");
    await withoutNap(flow);
    await page.emulateMedia({ colorScheme });
    await openPublishing(flow);
    await choose("For all steps", "Leave the flow now");
    await dialog().getByText("2 people leave the flow at once.").waitFor();
    await checkPage(page, "publish");
    await dialog().getByRole("button", { name: "Cancel" }).click();
    await inMenu("Archive flow");
    await dialog().getByText("The 2 people inside leave").waitFor();
    await checkPage(page, "archive");
  });
}
