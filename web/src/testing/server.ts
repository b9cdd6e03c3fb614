/**
 * The server's sources, for tests that hold our words against its own: what it can say, we can. Only
 * literals are read; what the server would put together at run time is not found here.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const CRATES = new URL("../../../crates/", import.meta.url).pathname;

/** The Rust files below a folder of `crates`, or that file alone, each as text. */
export function rust(path: string): string[] {
  const whole = join(CRATES, path);
  if (path.endsWith(".rs")) return [readFileSync(whole, "utf8")];
  return readdirSync(whole, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".rs"))
    .map((file) => readFileSync(join(whole, file), "utf8"));
}

/** What the first group of a pattern finds, each once, in alphabetical order. */
export function found(sources: readonly string[], pattern: RegExp): string[] {
  const all = sources.flatMap((code) => [...code.matchAll(pattern)].map((match) => match[1] ?? ""));
  return [...new Set(all)].sort();
}
