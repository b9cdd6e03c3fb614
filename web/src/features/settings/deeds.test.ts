import { expect, test } from "vitest";
import { found, rust } from "@/testing/server";
import code from "./deeds.ts?raw";
import en from "./texts/en.json";
import pl from "./texts/pl.json";
import ro from "./texts/ro.json";
import ru from "./texts/ru.json";

const api = rust("api/src");
const table = rust("api/src/audit/deeds.rs");

/** The rows of the table, and what a handler calls its deed where the route alone does not say it. */
const verbs = [
  ...found(table, /(?:does|ends|often)\("\w+", "[^"]+", "(\w+\.\w+)"/g),
  ...found(api, /\.called\("(\w+\.\w+)"\)/g),
].sort();

test.each([
  ["English", en],
  ["Russian", ru],
  ["Polish", pl],
  ["Romanian", ro],
])("whatever is done is said in %s", (_, texts) => {
  expect(verbs.length).toBeGreaterThan(25);
  const said = Object.entries(texts.audit.verbs).flatMap(([subject, deeds]) =>
    Object.keys(deeds).map((deed) => `${subject}.${deed}`),
  );
  expect(said.sort()).toEqual([...new Set(verbs)]);
});

test("what is kept of an answer has its words, too", () => {
  const kept = found(table, /&\[("[^\]]+")\]/g).flatMap((pointers) =>
    [...pointers.matchAll(/(\w+)"/g)].map((match) => match[1]),
  );
  expect(kept).toContain("role");
  const handled = found([code], /case "(\w+)":/g);
  for (const name of kept) expect(handled).toContain(name);
});
