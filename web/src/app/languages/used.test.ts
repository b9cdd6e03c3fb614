/**
 * No text is kept that nobody says.
 *
 * A key is said where a literal or a template in the code matches it, in the namespaces that the
 * file speaks. A template that ends in `${key}` is the beginning of other keys: `sentence.${key}`.
 * What the server names, such as kinds of steps, is held against the server's own words elsewhere.
 */
import { expect, test } from "vitest";
import { namespaceOf } from "./languages";

type Tree = { [key: string]: string | Tree };
const english = import.meta.glob<Tree>("/src/**/texts/en.json", {
  eager: true,
  import: "default",
});
const sources = import.meta.glob<string>(["/src/**/*.{ts,tsx}", "!/src/**/*.test.ts"], {
  eager: true,
  query: "?raw",
  import: "default",
});

function keysOf(tree: Tree, prefix = ""): string[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    if (typeof value !== "string") return keysOf(value, `${prefix}${name}.`);
    return prefix + name.replace(/_(zero|one|two|few|many|other)$/, "");
  });
}

/** The namespaces that a file may speak: those it asks for, the app's, and that of its folder. */
function spokenIn(path: string, code: string): string[] {
  const asked = [...code.matchAll(/useTranslation\("(\w+)"\)/g)].map((match) => match[1] ?? "");
  const around = Object.keys(english).filter((file) => path.startsWith(file.slice(0, -13)));
  return ["app", ...asked, ...around.map(namespaceOf)];
}

/** Matches `namespace:key` of one literal or template. */
function pattern(text: string, namespaces: readonly string[]): RegExp {
  const escaped = text.replace(/[.*+?^()|[\]\\]/g, "\\$&");
  const key = escaped.replace(/\$\{[^}]*\}/g, "[\\w.-]+");
  const around = text.includes(":") ? "" : `(?:${[...new Set(namespaces)].join("|")}):`;
  return new RegExp(`^${around}${key}$`);
}

const PREFIX = /^([\w:.-]+\.)\$\{key\}$/;
const LITERAL = /"([\w-]+(?::[\w-]+)?(?:\.[\w-]+)*)"|`([\w:.-]*\w\.[\w.-]*\$\{[^`]*)`/g;

const texts = Object.entries(sources).flatMap(([path, code]) =>
  [...code.matchAll(LITERAL)].map(([, literal, template]) => ({
    text: literal ?? template ?? "",
    namespaces: spokenIn(path, code),
  })),
);
const prefixes = texts.flatMap(({ text }) => PREFIX.exec(text)?.[1] ?? []);
const said = texts
  .filter(({ text }) => !PREFIX.test(text))
  .flatMap(({ text, namespaces }) =>
    ["", ...prefixes].map((prefix) => pattern(prefix + text, namespaces)),
  );

test("every text is said somewhere", () => {
  const unsaid = Object.entries(english).flatMap(([path, tree]) =>
    [...new Set(keysOf(tree))]
      .map((key) => `${namespaceOf(path)}:${key}`)
      .filter((key) => !said.some((one) => one.test(key))),
  );
  expect(unsaid).toEqual([]);
});
