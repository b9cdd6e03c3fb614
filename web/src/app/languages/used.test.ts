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

const PREFIX = /^([\w:.-]+\.)\$\{key\}$/;
const LITERAL = /"([\w-]+(?::[\w-]+)?(?:\.[\w-]+)*)"|`([\w:.-]*\w\.[\w.-]*\$\{[^`]*)`/g;

const texts = Object.entries(sources).flatMap(([path, code]) =>
  [...code.matchAll(LITERAL)].map(([, literal, template]) => ({
    text: literal ?? template ?? "",
    namespaces: spokenIn(path, code),
  })),
);
const prefixes = texts.flatMap(({ text }) => PREFIX.exec(text)?.[1] ?? []);

/** Whatever may be a key, each as `namespace:key`; most of it is none. */
const said = new Set(
  texts
    .filter(({ text }) => !PREFIX.test(text))
    .flatMap(({ text, namespaces }) =>
      ["", ...prefixes].map((prefix) => ({ text: prefix + text, namespaces })),
    )
    .flatMap(({ text, namespaces }) =>
      text.includes(":") ? [text] : namespaces.map((namespace) => `${namespace}:${text}`),
    ),
);
/** Of these, the ones with something in them that is known at run time only. */
const templates = [...said]
  .filter((text) => text.includes("${"))
  .map((text) => text.replace(/[.*+?^()|[\]\\]/g, "\\$&").replace(/\$\{[^}]*\}/g, "[\\w.-]+"))
  .map((pattern) => new RegExp(`^${pattern}$`));

test("every text is said somewhere", () => {
  const unsaid = Object.entries(english).flatMap(([path, tree]) =>
    [...new Set(keysOf(tree))]
      .map((key) => `${namespaceOf(path)}:${key}`)
      .filter((key) => !said.has(key) && !templates.some((one) => one.test(key))),
  );
  expect(unsaid).toEqual([]);
});
