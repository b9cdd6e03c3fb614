// The binary under test, with the demo's contacts, on a port and a folder of its own.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const BUILT = fileURLToPath(new URL("../../../target/debug/runnel", import.meta.url));
const START_MS_MAX = 120_000;

export async function startDemo() {
  const folder = mkdtempSync(join(tmpdir(), "runnel-e2e-"));
  const binary = process.env.RUNNEL_E2E_BINARY ?? BUILT;
  const child = spawn(binary, ["demo", "--data-dir", folder, "--listen", "127.0.0.1:0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const said = await announced(child).catch(async (error) => {
    await stop();
    throw error;
  });
  return { ...said, stop };
}

/** Address and key, as the demo prints them for people. */
function announced(child) {
  return new Promise((resolve, reject) => {
    let text = "";
    const late = setTimeout(() => reject(new Error(`no start:\n${text}`)), START_MS_MAX);
    child.once("error", reject);
    child.once("exit", (code) => reject(new Error(`ended with ${code}:\n${text}`)));
    child.stdout.on("data", (data) => {
      text += data;
      const url = /https?:\/\/[\d.:]+/.exec(text)?.[0];
      const key = /rk_[\w-]{20,}/.exec(text)?.[0];
      if (url && key && text.includes("Ctrl-C")) {
        clearTimeout(late);
        resolve({ url, key });
      }
    });
  });
}
