// Weighs what a browser loads, in gzip: the shell at the first visit, each page with it, and by
// itself what the canvas adds, with the panel and the outline that open on it.
// Fails when one is heavier than agreed; prints the weights otherwise.

import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const KB = 1000;
const SHELL_MAX = 190 * KB;
const CANVAS_MAX = 260 * KB;
const PAGE_MAX = 400 * KB;

const dist = new URL("../dist/", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", dist), "utf8"));
const weights = new Map();

/** The gzip size of one file, weighed once. */
function weight(file) {
  if (!weights.has(file)) weights.set(file, gzipSync(readFileSync(new URL(file, dist))).length);
  return weights.get(file);
}

/** The scripts and styles that a chunk needs before it can run. */
function files(name, seen = new Set()) {
  if (seen.has(name)) return [];
  seen.add(name);
  const chunk = manifest[name];
  return [
    chunk.file,
    ...(chunk.css ?? []),
    ...(chunk.imports ?? []).flatMap((next) => files(next, seen)),
  ];
}

/** Styles that every page waits for, although none imports them. */
const STYLES = "src/app/all-styles.ts";

const sum = (names) => [...new Set(names)].reduce((total, file) => total + weight(file), 0);
const shell = files("index.html");
const rows = [["shell", sum(shell), SHELL_MAX]];
for (const [name, chunk] of Object.entries(manifest)) {
  if (chunk.isDynamicEntry)
    rows.push([name, sum([...shell, ...files(STYLES), ...files(name)]), PAGE_MAX]);
}
const CANVAS = ["screens/FlowPage", "panel/Panel", "outline/Outline"];
const canvas = CANVAS.flatMap((name) => files(`src/features/flow/${name}.tsx`));
rows.push(["canvas", sum(canvas.filter((file) => !shell.includes(file))), CANVAS_MAX]);
rows.sort((one, other) => other[1] - one[1]);
let heavy = false;
for (const [name, bytes, max] of rows) {
  const over = bytes > max;
  heavy ||= over;
  console.log(
    `${(bytes / KB).toFixed(1).padStart(7)} KB of ${max / KB}  ${name}${over ? "  TOO HEAVY" : ""}`,
  );
}
if (heavy) process.exit(1);
