// One contact in a flow: the way it took and why, and why not.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, enter, openBrowser, someContact, until } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { card, flowOf, track } from "./support/flow.mjs";

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  ({ page } = await enter(browser, "marketer", { viewport: { width: 1440, height: 900 } }));
});
after(() => browser.close());

const panel = () => page.getByRole("complementary", { name: "One contact in this flow" });
const place = (name) => panel().getByRole("listitem").filter({ hasText: name });
const trace = (id) => card(page, id).locator("[data-trace]").getAttribute("data-trace");

/** Whoever sends an event is asked about a tag; with it they wait, without they get another. */
async function branching(event) {
  const id = await flowOf(
    "Followed",
    [
      ["start", "event", { of: { event: `custom:${event}` } }],
      ["ask", "branch", { rule: { tag: "vip" } }],
      ["hold", "wait", { for: { days: 2 } }, -160],
      ["cold", "add_tag", { tag: "cold" }, 160],
    ],
    ["start>ask", "ask:yes>hold", "ask:no>cold"],
  );
  await api("POST", `/flows/${id}/publish`);
  return id;
}

async function somebodyWaiting(event) {
  const email = `${event}-${Date.now()}@example.com`;
  const { id } = await track(email);
  await api("PATCH", `/contacts/${id}`, { add_tags: ["vip"] });
  await track(email, event);
  return id;
}

async function wayOf(contact, flow) {
  const { passages } = await api("GET", `/contacts/${contact}/flows/${flow}/path`);
  return passages[0].steps.map(({ step }) => step.id);
}

test("a contact is followed from the profile: the way, the times, why, and until when they wait", async () => {
  const flow = await branching("followed");
  const contact = await somebodyWaiting("followed");
  await page.goto(`/contacts/${contact}`);
  await page.getByRole("link", { name: "Followed" }).first().click();
  await card(page, "hold")
    .getByText(/^Waits until .+ at the latest$/)
    .waitFor();
  assert.deepEqual(await Promise.all(["start", "ask", "hold", "cold"].map(trace)), [
    "passed",
    "passed",
    "here",
    "off",
  ]);
  assert.deepEqual(await wayOf(contact, flow), ["start", "ask", "hold"]);
  assert.equal(await page.locator('.react-flow__edge g[data-trace="true"]').count(), 2);
  await panel().getByText("Step 3 of 3").waitFor();
  await page.keyboard.press("ArrowLeft");
  await panel().getByText("Step 2 of 3").waitFor();
  await place("Branch").getByText("Has the tag “vip”").waitFor();
  await place("Branch")
    .getByText(/^Has it since/)
    .waitFor();
  await page.keyboard.press("ArrowRight");
  await panel().getByText("Step 3 of 3").waitFor();
  assert.equal(new URL(page.url()).searchParams.get("step"), "hold");
  await page.getByRole("button", { name: "Show as a list" }).click();
  await page.getByRole("listitem").filter({ hasText: "Waits until" }).first().waitFor();
});

test("a step that a contact did not come to says which clause failed, and how near it was", async () => {
  const flow = await flowOf(
    "Scored",
    [
      ["start", "event", { of: { event: "custom:scored" } }],
      ["ask", "branch", { rule: { score: { points: { more_than: 20 } } } }],
      ["sell", "add_tag", { tag: "hot" }, -160],
      ["nurture", "wait", { for: { days: 9 } }, 160],
    ],
    ["start>ask", "ask:yes>sell", "ask:no>nurture"],
  );
  await api("POST", `/flows/${flow}/publish`);
  const email = `scored-${Date.now()}@example.com`;
  const { id } = await track(email);
  await api("POST", `/contacts/${id}/score`, { points: 18, reason: "Visited the fair" });
  await track(email, "scored");
  await page.goto(`/flows/${flow}`);
  await card(page, "sell").click({ button: "right" });
  await page.getByRole("menuitem", { name: "Why not here?…" }).click();
  const dialog = page.getByRole("dialog", { name: "Why not at “Add tag”?" });
  await dialog.getByRole("combobox", { name: "Who" }).fill(email);
  await page.getByRole("option", { name: email }).click();
  await dialog.getByRole("button", { name: "Show why" }).click();
  await panel()
    .getByText(/went another way\.$/)
    .waitFor();
  await panel().getByText("The score is more than 20").waitFor();
  await panel().getByText("It is 18. 3 short.").waitFor();
  const why = await api("GET", `/contacts/${id}/flows/${flow}/why?node=sell`);
  assert.equal(why.standing, "went_another_way");
  const { clause } = why.reasons.find(({ reason }) => reason.code === "choice").reason.explanation;
  assert.deepEqual([clause.points, clause.missing], [18, 3]);
  await card(page, "nurture").click();
  await panel().getByText("Step 3 of 3").waitFor();
});

test("a rule about another flow is explained by where the contact is in that one", async () => {
  const other = await branching("elsewhere");
  const contact = await somebodyWaiting("elsewhere");
  const asked = { flow: { flow: other, is: { waits_at: "hold" } } };
  const flow = await flowOf(
    "Asking",
    [
      ["start", "event", { of: { event: "custom:asking" } }],
      ["ask", "branch", { rule: { all: [asked, { flow: { flow: other, is: "finished" } }] } }],
      ["hurry", "wait", { for: { days: 1 } }],
    ],
    ["start>ask", "ask:no>hurry"],
  );
  await api("POST", `/flows/${flow}/publish`);
  const { email } = await api("GET", `/contacts/${contact}`);
  await track(email, "asking");
  await page.goto(`/flows/${flow}?mode=path&contact=${contact}&step=ask`);
  const { name } = await api("GET", `/flows/${other}`);
  await place("Branch").getByText(`Waits at “Wait” in the flow “${name}”`).waitFor();
  await place("Branch").getByText("Is at “Wait”.").waitFor();
  await place("Branch").getByText(`Has come to the end of the flow “${name}”`).waitFor();
  await place("Branch").getByText("It has never happened.").waitFor();
});

test("of somebody who never came in, the trigger says what it waits for", async () => {
  const flow = await branching("never");
  const { id } = await someContact();
  await page.goto(`/flows/${flow}?mode=path&contact=${id}&step=cold`);
  await panel()
    .getByText(/has not entered the flow\.$/)
    .waitFor();
  await panel().getByText("“Event” waits for an event that has not come.").waitFor();
  await panel()
    .getByText(/has never been in this flow\.$/)
    .waitFor();
  const why = await api("GET", `/contacts/${id}/flows/${flow}/why?node=cold`);
  assert.equal(why.standing, "not_entered");
});

test("the people of a step lead to their way", async () => {
  const flow = await branching("listed");
  const contact = await somebodyWaiting("listed");
  await page.goto(`/flows/${flow}?mode=numbers`);
  await card(page, "hold").getByText("1 inside").click();
  await page.getByRole("dialog").getByRole("link", { name: "Path" }).click();
  await panel().getByText("Step 3 of 3").waitFor();
  const { searchParams } = new URL(page.url());
  assert.deepEqual(
    ["mode", "contact", "step"].map((name) => searchParams.get(name)),
    ["path", contact, "hold"],
  );
});

test("a viewer follows a contact by keyboard alone, and tries the draft out", async () => {
  const flow = await branching("viewed");
  const contact = await somebodyWaiting("viewed");
  const viewer = await enter(browser, "viewer");
  const own = viewer.page.getByRole("complementary", { name: "One contact in this flow" });
  await viewer.page.goto(`/flows/${flow}?mode=path&contact=${contact}`);
  await own.getByText("Step 3 of 3").waitFor();
  const before = own.getByRole("button", { name: "Step before" });
  await before.focus();
  await viewer.page.keyboard.press("Enter");
  await own.getByText("Step 2 of 3").waitFor();
  await viewer.page.keyboard.press("Enter");
  await own.getByText("Step 1 of 3").waitFor();
  await own.getByRole("button", { name: /^Try the draft out with/ }).click();
  const trial = viewer.page.getByRole("complementary", { name: "Simulation" });
  await trial.getByRole("button", { name: "Simulate", exact: true }).click();
  await trial.getByText("In the end").waitFor();
  assert.deepEqual(await wayOf(contact, flow), ["start", "ask", "hold"]);
  await viewer.close();
});

for (const colorScheme of ["light", "dark"]) {
  test(`the way of a contact can be read by everybody, ${colorScheme}`, async () => {
    const flow = await branching(`seen_${colorScheme}`);
    const contact = await somebodyWaiting(`seen_${colorScheme}`);
    await page.emulateMedia({ colorScheme });
    for (const more of ["", "&step=ask", "&step=cold", "&as=outline"]) {
      await page.goto(`/flows/${flow}?mode=path&contact=${contact}${more}`);
      await panel().getByText("Waits until").first().waitFor();
      await until(
        async () => assert.equal(await page.getByRole("status", { name: "Loading" }).count(), 0),
        "all is loaded",
      );
      await checkPage(page, more);
    }
  });
}
