// The binary under test, with the demo's contacts, on a port and a folder of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../../target/debug/runnel", import.meta.url));
const START_MS_MAX = 120_000;

/** The demo with those people that have names of their own, and nobody on the site but the journeys'. */
export function startDemo() {
  return start(["demo", "--people", "40", "--quiet-demo"], {
    url: /https?:\/\/[\d.:]+/,
    key: /rk_[\w-]{20,}/,
    ready: /Ctrl-C/,
  });
}

/** A server that nobody has used yet, with the set-up link that it prints. */
export function startEmpty() {
  return start(["serve"], { url: /https?:\/\/[\d.:]+/, link: /https?:\/\/\S+\/join#\S+/ });
}

async function start(words, wanted) {
  const folder = mkdtempSync(join(tmpdir(), "runnel-e2e-"));
  const binary = process.env.RUNNEL_E2E_BINARY ?? BUILT;
  const child = spawn(binary, [...words, "--data-dir", folder, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
    // The receivers of a journey's webhooks are on this machine.
    env: { ...process.env, RUNNEL_ALLOW_PRIVATE_ADDRESSES: "true" },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const said = await announced(child, wanted).catch(async (error) => {
    await stop();
    throw error;
  });
  return { ...said, stop };
}

/** What the program prints for people, by the names of the patterns. */
function announced(child, wanted) {
  return new Promise((resolve, reject) => {
    let text = "";
    const late = setTimeout(() => reject(new Error(`no start:\n${text}`)), START_MS_MAX);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${text}`)));
    child.stdout.on("data", (data) => {
      text += data;
      const found = Object.entries(wanted).map(([name, pattern]) => [
        name,
        pattern.exec(text)?.[0],
      ]);
      if (found.every(([, value]) => value)) {
        clearTimeout(late);
        resolve(Object.fromEntries(found));
      }
    });
  });
}
