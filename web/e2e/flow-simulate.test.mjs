// The draft is tried out: who, what starts it, what is chosen on the way; and nothing is written.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { api, enter, openBrowser } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";
import { card, flowOf, track } from "./support/flow.mjs";

let browser;
let page;
before(async () => {
  browser = await openBrowser();
  ({ page } = await enter(browser, "marketer", { viewport: { width: 1440, height: 900 } }));
});
after(() => browser.close());

const panel = () => page.getByRole("complementary", { name: "Simulation" });
const run = () => panel().getByRole("button", { name: "Simulate", exact: true }).click();
const trace = (id) => card(page, id).locator("[data-trace]").getAttribute("data-trace");
const traces = async (...ids) => {
  await card(page, ids[0]).locator("[data-trace]").waitFor();
  return Promise.all(ids.map(trace));
};

async function choose(label, option) {
  await panel().getByRole("combobox", { name: label, exact: true }).click();
  await page.getByRole("option", { name: option, exact: true }).click();
}

/** Who becomes a VIP rests a day; above 20 points another system is told, below comes a reply or not. */
const trial = (first = {}) =>
  flowOf(
    "Trial",
    [
      ["start", "tag_added", { tag: "vip", ...first }],
      ["rest", "wait", { for: { days: 1 } }],
      ["ask", "branch", { rule: { score: { points: { more_than: 20 } } } }],
      ["tell", "post_to_url", { url: "https://example.com/hook" }, -320],
      ["sad", "add_tag", { tag: "not-told" }, -480],
      ["reply", "wait_for", { event: { event: "page_visited" }, at_most: { days: 3 } }, 160],
      ["cold", "add_tag", { tag: "cold" }, 160],
    ],
    [
      "start>rest",
      "rest>ask",
      "ask:yes>tell",
      "ask:no>reply",
      "tell:failed>sad",
      "reply:timed_out>cold",
    ],
  );

/** Everything that a simulation could have left behind. */
async function written(flow) {
  const [{ items: enrolments }, audit, numbers] = await Promise.all([
    api("GET", `/flows/${flow}/enrolments`),
    api("GET", "/contacts?sort=-created_at&limit=1"),
    api("GET", `/flows/${flow}`),
  ]);
  return { enrolments, latest: audit.items[0].id, draft: numbers.draft_version };
}

test("somebody invented goes through the draft in virtual time, and nothing is written", async () => {
  const flow = await trial();
  const before = await written(flow);
  await page.goto(`/flows/${flow}`);
  await page.getByRole("radiogroup", { name: "What is shown" }).getByText("Simulate").click();
  await panel().getByText("Nothing is written, nothing is sent").waitFor();
  await panel().getByRole("textbox", { name: "Score", exact: true }).fill("18");
  await run();
  await panel()
    .getByText(/4 days after the start/)
    .first()
    .waitFor();
  assert.deepEqual(await traces("start", "rest", "ask", "reply", "cold", "tell", "sad"), [
    ...Array(5).fill("passed"),
    "off",
    "off",
  ]);
  await card(page, "ask").click();
  await panel().getByText("It is 18. 3 short.").waitFor();
  await panel().getByText("Nothing would be sent.").waitFor();
  await panel().getByText("Got the tag cold").first().waitFor();
  await panel().getByText("#cold").waitFor();
  assert.deepEqual(await written(flow), before);
});

test("a way that is forced and an answer that is chosen are followed, and tell what would be sent", async () => {
  const flow = await trial();
  await page.goto(`/flows/${flow}?mode=simulate`);
  await choose("Branch", "Always “Yes”");
  await choose("Post to a URL", "Always “Failed”");
  await run();
  await panel()
    .getByText(
      /^Would send a request to https:\/\/example.com\/hook at .+\(1 day after the start\)$/,
    )
    .waitFor();
  assert.deepEqual(await traces("tell", "sad", "reply"), ["passed", "passed", "off"]);
  await panel().getByRole("button", { name: "Change what is tried" }).click();
  await choose("Post to a URL", "As it comes");
  await run();
  await panel().getByText("In the end").waitFor();
  assert.equal(await trace("sad"), "off");
});

test("a contact is tried out with things that happen, and stays as it is", async () => {
  const flow = await trial();
  const email = `tried-${Date.now()}@example.com`;
  const contact = await track(email);
  await page.goto(`/flows/${flow}?mode=simulate&contact=${contact.id}`);
  await choose("What starts it", "Things happen, and the triggers decide");
  await choose("What happens", "A tag is added");
  await panel()
    .getByRole("combobox", { name: "A tag is added" })
    .or(panel().getByPlaceholder("Tag"))
    .first()
    .fill("vip");
  await panel().getByRole("button", { name: "And then…" }).click();
  const second = panel().getByRole("listitem").nth(1);
  await second.getByRole("textbox", { name: "How long after the one before: number" }).fill("2");
  await second.getByPlaceholder("Name of the event").fill("page visited");
  await page.keyboard.press("Tab");
  await run();
  await panel().getByText("2 days after the start").first().waitFor();
  assert.deepEqual(await traces("reply", "cold"), ["passed", "off"]);
  await panel().getByText("Came to the end").waitFor();
  const now = await api("GET", `/contacts/${contact.id}`);
  assert.deepEqual([now.tags, now.version, now.enrolments], [[], contact.version, []]);
});

test("what prevents a simulation is told, and a click leads to it", async () => {
  const flow = await trial({ tag: "" });
  await page.goto(`/flows/${flow}?mode=simulate`);
  await run();
  const refused = panel().getByRole("alert");
  await refused.getByText("This cannot be tried out yet").waitFor();
  await refused.getByRole("button").first().click();
  await page.getByRole("complementary", { name: /^Settings: Tag added/ }).waitFor();
  assert.equal(new URL(page.url()).searchParams.get("step"), "start");
  assert.equal(new URL(page.url()).searchParams.get("mode"), null);
});

for (const colorScheme of ["light", "dark"]) {
  test(`the simulation can be used by everybody, ${colorScheme}`, async () => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => sessionStorage.clear());
    await page.goto("/flows/hand-over?mode=simulate");
    await panel().getByText("More: e-mail").click();
    await checkPage(page, "form");
    await run();
    await panel().getByText("In the end").waitFor();
    await checkPage(page, "outcome");
    await page.goto("/flows/hand-over?mode=simulate&as=outline");
    await choose("What starts it", "Things happen, and the triggers decide");
    await checkPage(page, "happenings");
  });
}
