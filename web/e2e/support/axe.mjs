// Nothing serious by the rules of axe-core on a page.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function checkPage(page, what) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run(document));
  const serious = violations.filter(({ impact }) => /serious|critical/.test(impact));
  const found = serious.map(({ id, nodes }) => `${what} ${id}: ${nodes[0].html.slice(0, 300)}`);
  assert.deepEqual(found, []);
}
