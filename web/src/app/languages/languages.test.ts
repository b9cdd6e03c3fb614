import { expect, test } from "vitest";
import { namespaceOf } from "./languages";

type Tree = { [key: string]: string | Tree };
const files = import.meta.glob<Tree>("/src/**/texts/*.json", { eager: true, import: "default" });
const sources = import.meta.glob<string>("/src/**/*.{ts,tsx}", {
  eager: true,
  query: "?raw",
  import: "default",
});

/** `zero` is a text of its own for nobody, which any language may have. */
const CATEGORIES = ["zero", "one", "two", "few", "many", "other"];

/** Texts by `key`, with plural endings apart: `people_one` → `people` in the form `one`. */
function entries(tree: Tree, prefix = ""): [key: string, form: string, text: string][] {
  return Object.entries(tree).flatMap(([name, value]) => {
    if (typeof value !== "string") return entries(value, `${prefix}${name}.`);
    const form = CATEGORIES.find((category) => name.endsWith(`_${category}`)) ?? "";
    const key = prefix + (form === "" ? name : name.slice(0, -form.length - 1));
    return [[key, form, value] as [string, string, string]];
  });
}

const english = Object.entries(files).filter(([path]) => path.endsWith("/en.json"));
/**
 * What the server or a template says in English: other languages say it anew, English need not,
 * and each may have synonyms of its own.
 */
const saidByServer = (key: string) => /^(kind|help|template)\./.test(key);
const ours = (tree: Tree) =>
  entries(tree).filter(([key, form]) => form !== "zero" && !saidByServer(key));

const pairs = english.flatMap(([path, texts]) =>
  ["en", "ru", "pl", "ro"].map((language) => ({
    language,
    namespace: namespaceOf(path),
    texts,
    translated: files[path.replace("/en.json", `/${language}.json`)],
  })),
);

test.each(pairs)("$namespace says everything in $language", ({ language, texts, translated }) => {
  expect(translated, "the file is missing").toBeDefined();
  const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const wanted = new Set(
    ours(texts).flatMap(([key, form]) =>
      form === "" ? [key] : forms.map((category) => `${key} (${category})`),
    ),
  );
  const given = ours(translated ?? {}).map(([key, form]) => (form ? `${key} (${form})` : key));
  expect(given.toSorted()).toEqual([...wanted].toSorted());
});

test.each(pairs)("$namespace fills the same blanks in $language", ({ texts, translated }) => {
  const blanks = (text: string) => [...text.matchAll(/{{(\w+)/g)].map((match) => match[1]);
  // `count` may be left unsaid: "one person" needs no numeral.
  const of = (tree: Tree) => {
    const found: Record<string, Set<string | undefined>> = {};
    for (const [key, , text] of ours(tree)) {
      found[key] ??= new Set();
      for (const blank of blanks(text)) if (blank !== "count") found[key].add(blank);
    }
    return found;
  };
  expect(of(translated ?? {})).toEqual(of(texts));
});

test("what the server says in English is said in all other languages", () => {
  const said = (language: string) =>
    entries(files[`/src/features/flow/texts/${language}.json`] ?? {})
      .map(([key]) => key)
      .filter(saidByServer)
      .toSorted();
  expect(said("ru").length).toBeGreaterThan(0);
  expect(said("pl")).toEqual(said("ru"));
  expect(said("ro")).toEqual(said("ru"));
});

test("every text that the code asks for exists", () => {
  const known = new Set<string>();
  for (const [path, texts] of english) {
    for (const [key] of entries(texts)) known.add(`${namespaceOf(path)}:${key}`);
  }
  const missing = Object.entries(sources).flatMap(([path, code]) => {
    // Who is given a translator knows its keys relative to something.
    if (!code.includes("useTranslation(") || code.includes("t: Translate")) return [];
    const scopes = [...code.matchAll(/useTranslation\((?:"(\w+)")?\)/g)];
    const namespaceAt = (place: number) =>
      scopes.findLast(({ index }) => index < place)?.[1] ?? "app";
    return [...code.matchAll(/\bt\(\s*"([\w.:-]+)"/g)]
      .map(({ 1: key = "", index }) => (key.includes(":") ? key : `${namespaceAt(index)}:${key}`))
      .filter((key) => !known.has(key))
      .map((key) => `${path}: ${key}`);
  });
  expect(missing).toEqual([]);
});
