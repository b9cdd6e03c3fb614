import i18next, { type TFunction } from "i18next";
import { expect, test } from "vitest";
import pl from "../texts/pl.json";
import ro from "../texts/ro.json";
import ru from "../texts/ru.json";
import { TEMPLATES, translated } from "./templates";

/** What is asked for, with the English that stands in the files; signs and numbers need no words. */
function asked(): Map<string, string> {
  const found = new Map<string, string>();
  const note = (key: string, { defaultValue }: { defaultValue: string }) => {
    if (/[a-z]{2}/i.test(defaultValue)) found.set(key, defaultValue);
    return defaultValue;
  };
  for (const file of TEMPLATES) translated(note as unknown as TFunction<"flow">, file);
  return found;
}

function keysOf(texts: object, prefix: string): string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    typeof text === "string" ? `${prefix}${name}` : keysOf(text, `${prefix}${name}.`),
  );
}

test.each([
  ["Russian", ru],
  ["Polish", pl],
  ["Romanian", ro],
])("whatever a template says is said in %s", (_, texts) => {
  expect(asked().size).toBeGreaterThan(30);
  expect(keysOf(texts.template, "template.").sort()).toEqual([...asked().keys()].sort());
});

test("a template is made in the language of whoever takes it", async () => {
  const i18n = i18next.createInstance();
  await i18n.init({ lng: "pl", resources: { pl: { flow: pl } } });
  const [first] = TEMPLATES.filter(({ flow }) => flow.id === "meeting-cancelled");
  if (!first) throw new Error("The template is gone.");
  const { flow } = translated(i18n.getFixedT("pl", "flow"), first);
  expect(flow.name).toBe("Odwołane spotkanie");
  const step = (id: string) => flow.nodes.find((node) => node.id === id);
  expect(step("lose_deal")?.name).toBe("Szansa jest przegrana");
  expect(step("lower_score")).toMatchObject({
    name: "−10",
    settings: { points: -10, reason: "Odwołane spotkanie" },
  });
});
