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

const tests = spawn(
  process.execPath,
  ["--test", "--test-concurrency=1", ...files.map((name) => here + name)],
  { stdio: "inherit", env: { ...process.env, RUNNEL_E2E_URL: demo.url, RUNNEL_E2E_KEY: demo.key } },
);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => tests.kill(signal));
tests.on("exit", async (code) => {
  await demo.stop();
  process.exit(code ?? 1);
});
