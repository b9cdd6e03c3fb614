// Every page, light and dark: nothing wrong for people who cannot see well, nothing logged,
// nothing asked of another host. The pictures land in `pictures/`, for people to look at.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { api, enter, eventually, openBrowser, speak, visit } from "./support/app.mjs";
import { checkPage } from "./support/axe.mjs";

const pictures = fileURLToPath(new URL("./pictures/", import.meta.url));

const PAGES = {
  flows: "/flows",
  "flow-path": "/flows/hand-over?mode=path&contact=con_31",
  "flow-why-not": "/flows/hand-over?mode=path&contact=con_31&step=heat_deal",
  "flow-simulate": "/flows/hand-over?mode=simulate",
  contacts: "/contacts?sort=-score",
  contact: "/contacts/con_31",
  timeline: "/contacts/con_31?tab=timeline",
  companies: "/companies",
  segments: "/segments",
  "new-segment": "/segments/new",
  segment: "/segments/hot-leads",
  scoring: "/scoring",
  "new-model": "/scoring/new?from=table",
  model: "/scoring/lead-scoring#trial",
  prediction: "/prediction",
  deals: "/deals",
  tasks: "/tasks",
  sources: "/sources",
  source: "/sources/src_1",
  profile: "/settings/profile",
  team: "/settings/team",
  workspace: "/settings/workspace",
  keys: "/settings/keys",
  audit: "/settings/audit",
  "dead-letters": "/settings/dead-letters",
  health: "/settings/health",
};

let browser;
before(async () => {
  mkdirSync(pictures, { recursive: true });
  browser = await openBrowser();
});
after(() => browser.close());

for (const colorScheme of ["light", "dark"]) {
  test(`every page can be used by everybody, ${colorScheme}`, async (suite) => {
    const { page, wrong, close } = await enter(browser, "admin", { colorScheme });
    for (const [name, path] of Object.entries(PAGES)) {
      await suite.test(name, async () => {
        wrong.length = 0;
        await show(page, path);
        await page.screenshot({ path: `${pictures}${name}-${colorScheme}.png` });
        await checkPage(page, path);
        assert.deepEqual(wrong, []);
      });
    }
    await close();
  });
}

test("the pages at the door can be used by everybody", async () => {
  const { page, close } = await visit(browser);
  for (const path of ["/sign-in", "/join#used"]) {
    await page.goto(path);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await checkPage(page, path);
  }
  await close();
});

test("every page speaks Russian", async () => {
  const { page, close } = await enter(browser, "admin");
  await speak(page, "ru");
  for (const [name, path] of Object.entries(PAGES)) {
    await show(page, path);
    await page.getByRole("link", { name: "Контакты" }).first().waitFor();
    await page.screenshot({ path: `${pictures}${name}-ru.png` });
    assert.doesNotMatch(
      await page.locator("body").innerText(),
      /[a-z]+\.[a-z]+_?[a-z]*\.[a-z]+_one/,
    );
  }
  await close();
});

async function show(page, path) {
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await eventually(
    async () => (await page.getByRole("status", { name: /Loading|Загру/ }).count()) === 0,
    `${path} has loaded`,
  );
  await page.evaluate(() => document.fonts.ready);
}

// A guard for the list above: what the demo has, the pages show.
test("the demo has what the pages show", async () => {
  assert.equal((await api("GET", "/contacts/con_31")).id, "con_31");
  assert.equal((await api("GET", "/segments/hot-leads")).id, "hot-leads");
  assert.equal((await api("GET", "/scoring-models/lead-scoring")).id, "lead-scoring");
});
