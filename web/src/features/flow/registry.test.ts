import { expect, test } from "vitest";
import { found, rust } from "@/testing/server";
import { ICONS } from "./canvas/icons";
import pl from "./texts/pl.json";
import ro from "./texts/ro.json";
import ru from "./texts/ru.json";

/** A constant of a kind, or, of the three meetings, the argument of their macro. */
const kinds = rust("engine/src/kinds");
const names = found(kinds, /(?:const NAME: &'static str = |_trigger!\(\s*\w+,\s*)"(\w+)"/g);
const icons = found(kinds, /(?:const ICON: &'static str = |^\s{4})"([a-z-]+)"(?:;|,\n\s+&\[)/gm);

test("every picture that the registry names is drawn", () => {
  expect(icons.length).toBeGreaterThan(20);
  expect(Object.keys(ICONS).sort()).toEqual(icons);
});

test.each([
  ["Russian", ru],
  ["Polish", pl],
  ["Romanian", ro],
])("every kind of step has its words in %s", (_, texts) => {
  const said: Record<string, object> = texts.kind;
  expect(names.length).toBeGreaterThan(20);
  expect(Object.keys(said).sort()).toEqual(names);
  for (const name of names)
    expect(Object.keys(said[name] ?? {}).sort(), name).toEqual(["summary", "synonyms", "title"]);
});
