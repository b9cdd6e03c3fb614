// What every journey uses: a browser, somebody who is signed in, and the API to look behind the
// screen. A page that logs an error or asks another host for something fails its journey.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";

export const URL_ = process.env.RUNNEL_E2E_URL;
const KEY = process.env.RUNNEL_E2E_KEY;
export const PASSWORD = "a sentence that is long enough";

/** Asks the API as the demo's admin key. */
export async function api(method, path, body) {
  const response = await fetch(`${URL_}/api/v1${path}`, {
    method,
    headers: { Authorization: `Bearer ${KEY}`, "Content-Type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text === "" ? undefined : JSON.parse(text);
}

export async function openBrowser() {
  return chromium.launch({
    executablePath: process.env.RUNNEL_CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-dev-shm-usage"],
  });
}

let people = 0;

/** Invites somebody and gives back the one-time link. */
export async function invite(role) {
  people += 1;
  const email = `${role}-${process.pid}-${people}@example.com`;
  const { link, user } = await api("POST", "/users", { email, role });
  return { email, user, path: new URL(link).pathname + new URL(link).hash };
}

/** A page without anybody. */
export async function visit(browser, options = {}) {
  const context = await browser.newContext({
    baseURL: URL_,
    locale: "en-GB",
    viewport: { width: 1360, height: 860 },
    ...options,
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const wrong = watch(page);
  return { context, page, wrong, close: () => context.close() };
}

/** A page of somebody who has just joined in this role. */
export async function enter(browser, role = "admin", options = {}) {
  const visitor = await visit(browser, options);
  const { email, path } = await invite(role);
  const { page } = visitor;
  await page.goto(path);
  await page.getByLabel("Your name").fill(`${role} of the tests`);
  await page.getByLabel("New password").fill(PASSWORD);
  await page.getByRole("button", { name: "Join" }).click();
  await page.getByRole("navigation", { name: "Sections" }).waitFor();
  visitor.wrong.length = 0;
  return { ...visitor, email };
}

/** Has the app speak another language to whoever is signed in, from the next page on. */
export async function speak(page, language) {
  await page.evaluate(async (wanted) => {
    const { csrf } = await (await fetch("/api/v1/session")).json();
    await fetch("/api/v1/session", {
      method: "PATCH",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": csrf },
      body: JSON.stringify({ settings: { language: wanted } }),
    });
  }, language);
}

/** Somebody in this role for all journeys of a file, and the browser in which others can come in too. */
export function somebody(role, options) {
  const me = {};
  let browser;
  before(async () => {
    browser = await openBrowser();
    Object.assign(me, { browser }, await enter(browser, role, options));
  });
  after(() => browser.close());
  return me;
}

/** Collects what must not happen in a page. */
function watch(page) {
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(`threw: ${error.message}`));
  page.on("console", (message) => {
    if (message.type() === "error") wrong.push(`logged: ${message.text()}`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(URL_) && !/^(data|blob):/.test(request.url())) {
      wrong.push(`asked another host: ${request.url()}`);
    }
  });
  return wrong;
}

/** Waits for what has no element of its own, for example a number in the API. */
export async function eventually(look, what, limitMs = 5_000) {
  const end = Date.now() + limitMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(`did not happen within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Tries until it no longer fails. */
export async function until(check, what) {
  let failure;
  const works = async () => {
    try {
      await check();
      return true;
    } catch (error) {
      failure = error;
      return false;
    }
  };
  await eventually(works, what, 10_000).catch((error) => {
    throw new Error(`${error.message}: ${failure?.message}`);
  });
}

/** A contact of our own, so that journeys do not stand in each other's way. */
export async function someContact(properties = {}) {
  people += 1;
  const email = `contact-${process.pid}-${people}-${Date.now()}@example.com`;
  return api("POST", "/contacts", { email, properties });
}
