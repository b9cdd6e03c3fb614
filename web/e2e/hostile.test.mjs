// Faults A1 and A2: what somebody outside wrote is shown as text, on every screen; nothing of it
// runs, asks for anything, or spoils what stands around it.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { enter, openBrowser, URL_ } from "./support/app.mjs";
import { TEXTS, worldOf } from "./support/hostile.mjs";

let browser;
let me;
const asked = [];
before(async () => {
  browser = await openBrowser();
  me = await enter(browser, "admin");
  const { page } = me;
  await page.addInitScript(() => {
    window.reports = [];
    document.addEventListener("securitypolicyviolation", (event) =>
      window.reports.push(`${event.violatedDirective}: ${event.blockedURI}`),
    );
  });
  page.on("dialog", (dialog) => {
    asked.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    if (request.url().includes("hostile.png")) asked.push(request.url());
  });
});
after(() => browser.close());

test("a1_no_page_may_run_a_script_that_stands_in_it", async () => {
  for (const path of ["/", "/contacts", "/sign-in", "/join"]) {
    const answer = await fetch(URL_ + path, { headers: { Accept: "text/html" } });
    const policy = answer.headers.get("content-security-policy") ?? "";
    const scripts = policy.split(";").find((part) => part.trim().startsWith("script-src"));
    assert.equal(scripts?.trim(), "script-src 'self'", path);
    assert.match(policy, /default-src 'none'/);
    assert.doesNotMatch(await answer.text(), /<script(?![^>]*\bsrc=)[^>]*>/, "an inline script");
  }
});

for (const [kind, text] of Object.entries(TEXTS)) {
  test(`a1_${kind}_is_only_text_on_every_screen`, async (suite) => {
    const pages = await worldOf(kind, text);
    for (const [name, path] of Object.entries(pages)) {
      await suite.test(name, () => harmless(path, text));
    }
  });
}

async function harmless(path, text) {
  const { page, wrong } = me;
  wrong.length = 0;
  asked.length = 0;
  await page.goto(path);
  await page.getByRole("heading", { level: 1 }).first().waitFor();
  await page.waitForFunction(
    (part) => document.body.innerText.includes(part) || document.body.innerHTML.includes(part),
    visible(text),
  );
  const found = await page.evaluate(() => ({
    ran: window.hostile,
    reports: window.reports,
    scripts: document.querySelectorAll("script:not([src])").length,
    pictures: document.querySelectorAll('img[src*="hostile"]').length,
    addresses: [...document.querySelectorAll("[href], [src], [action]")]
      .flatMap((one) => [one.getAttribute("href"), one.getAttribute("src")])
      .filter((address) => /^\s*(javascript|data):/i.test(address ?? "")),
    tooWide: document.documentElement.scrollWidth - window.innerWidth,
    tooHigh: document.documentElement.scrollHeight > 40_000,
  }));
  assert.equal(found.ran, undefined, "a script ran");
  assert.deepEqual(found.reports, [], "the browser had to stop something");
  assert.equal(found.scripts + found.pictures, 0, "it became an element");
  assert.deepEqual(found.addresses, []);
  assert.ok(found.tooWide <= 0, `the page is ${found.tooWide} px too wide`);
  assert.ok(!found.tooHigh, "the page has become endless");
  assert.deepEqual(asked, []);
  assert.deepEqual(wrong, []);
}

/** The beginning of it, as far as every place shows it. */
function visible(text) {
  return text.slice(0, 12).trim();
}
