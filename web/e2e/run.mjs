// Starts the real binary with the demo on a folder of its own, runs the journeys, stops it.
//
// RUNNEL_E2E_BINARY names the binary (else target/debug/runnel). With RUNNEL_E2E_URL and
// RUNNEL_E2E_KEY the journeys go to a server that runs already. Arguments name files to run.

import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startDemo } from "./support/server.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(here)
  .filter((name) => name.endsWith(".test.mjs"))
  .filter((name) => wanted.length === 0 || wanted.some((part) => name.includes(part)));

const running = process.env.RUNNEL_E2E_URL;
const demo = running
  ? { url: running, key: process.env.RUNNEL_E2E_KEY, stop: async () => undefined }
  : await startDemo();

let child;
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child?.kill(signal));

/** One file's journeys; whether all of them arrived. */
function pass(name) {
  child = spawn(process.execPath, ["--test", here + name], {
    stdio: "inherit",
    env: { ...process.env, RUNNEL_E2E_URL: demo.url, RUNNEL_E2E_KEY: demo.key },
  });
  return new Promise((resolve) => child.once("exit", (code) => resolve(code === 0)));
}

const failed = [];
for (const name of files) if (!(await pass(name))) failed.push(name);
await demo.stop();
if (failed.length > 0) console.log(`# failed: ${failed.join(", ")}`);
process.exit(failed.length > 0 ? 1 : 0);
