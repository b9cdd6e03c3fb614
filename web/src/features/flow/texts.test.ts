import { expect, test } from "vitest";
import { COMMANDS } from "./session/commands";
import en from "./texts/en.json";
import pl from "./texts/pl.json";
import ro from "./texts/ro.json";
import ru from "./texts/ru.json";

/** All keys with their placeholders; plural forms count once. */
function keysOf(texts: object, prefix = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [name, value] of Object.entries(texts)) {
    const key = `${prefix}${name}`;
    if (typeof value === "object") {
      for (const [inner, holes] of keysOf(value, `${key}.`)) found.set(inner, holes);
    } else {
      const holes = [...String(value).matchAll(/{{(\w+)}}/g)].map((match) => match[1]);
      const own = [...new Set(holes)].filter((hole) => hole !== "count").sort();
      found.set(key.replace(/_(one|few|many|other)$/, ""), own.join());
    }
  }
  return found;
}

/** Kinds, settings and templates have English texts of their own. */
const ofRegistry = (key: string) => /^(kind|help|template)\./.test(key);
const english = [...keysOf(en)].filter(([key]) => !ofRegistry(key));

test.each([
  ["Polish", pl],
  ["Romanian", ro],
  ["Russian", ru],
])("%s says everything that English does, with the same values", (_, texts) => {
  const said = [...keysOf(texts)].filter(([key]) => !ofRegistry(key));
  expect(said.sort()).toEqual(english.sort());
});

test("every command has a name", () => {
  const keys = new Set(english.map(([key]) => key));
  expect(COMMANDS.map((one) => `command.${one.id}`).filter((key) => !keys.has(key))).toEqual([]);
});
