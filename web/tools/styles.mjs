// Fails when a part of Mantine is in the scripts and its styles are not in the built sheets. We
// import the styles part by part, and nothing else would tell that one was forgotten.

import { readdirSync, readFileSync } from "node:fs";

const assets = new URL("../dist/assets/", import.meta.url);
const parts = new URL("../node_modules/@mantine/core/styles/", import.meta.url);
const CLASS = /\bm_[0-9a-f]{6,8}\b/g;

/** The classes that the files of one kind name. */
function named(folder, ending) {
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => readFileSync(new URL(name, folder), "utf8"));
  return new Set(texts.flatMap((text) => text.match(CLASS) ?? []));
}

const inScripts = named(assets, ".js");
const inSheets = named(assets, ".css");
const missing = readdirSync(parts)
  .filter((name) => name.endsWith(".layer.css"))
  .filter((name) => {
    const own = readFileSync(new URL(name, parts), "utf8").match(CLASS) ?? [];
    return own.some((one) => inScripts.has(one) && !inSheets.has(one));
  });
if (missing.length > 0) {
  console.error(`add to src/app/all-styles.ts: ${missing.join(", ")}`);
  process.exit(1);
}
