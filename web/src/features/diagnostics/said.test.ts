import i18next from "i18next";
import { expect, test } from "vitest";
import type { Speech } from "@/features/rule/phrases";
import { found, rust } from "@/testing/server";
import { type Diagnostic, said } from "./said";

type Texts = Record<string, Record<string, string>>;
const files = import.meta.glob<{ code: Texts }>("./texts/*.json", {
  eager: true,
  import: "default",
});
const textsIn = (language: string) => files[`./texts/${language}.json`]?.code ?? {};

/** `check.error("…", …)`, `Problem::new("…", …)`, `code: "…".into()`, `diagnostic("…", …)`, `("…", message, …)`. */
const CODE =
  /(?:\.(?:error|warning)\(|Problem::new\(|code:|\bdiagnostic\(|\((?="\w+", message, ))\s*"(\w+)"/g;
const sources = [...rust("engine/src"), ...rust("api/src/publishing")].filter(
  // Its codes are those of refused requests.
  (code) => !code.startsWith("//! Why something was not published"),
);
/** A setting that is not there is said by itself, apart from others that cannot be read. */
const OURS = ["missing_setting"];

test.each(["en", "ru", "pl", "ro"])("whatever the server finds wrong is said in %s", (language) => {
  const codes = found(sources, CODE);
  expect(codes.length).toBeGreaterThan(40);
  expect(Object.keys(textsIn(language)).sort()).toEqual([...codes, ...OURS].sort());
});

test("texts speak of nothing that the server does not tell", () => {
  const told = new Map<string, Set<string>>();
  for (const code of sources) {
    const starts = [...code.matchAll(CODE)];
    starts.forEach(({ 1: name = "", index }, at) => {
      const around = code.slice(index, starts[at + 1]?.index);
      const values = found([around], /(?:\.with\(|\(|\[\()"(\w+)"(?:\.to_owned\(\))?,/g);
      told.set(name, new Set([...(told.get(name) ?? []), ...values, "field"]));
    });
  }
  for (const [code, texts] of Object.entries(textsIn("en")))
    for (const text of Object.values(texts))
      for (const [, blank = ""] of text.matchAll(/{{(\w+)}}/g))
        if (!OURS.includes(code)) expect(told.get(code), `${code}: ${blank}`).toContain(blank);
});

async function speaker(language: string): Promise<Speech> {
  const i18n = i18next.createInstance();
  const rule = (await import("@/features/rule/texts/ru.json")).default;
  const diagnostics = files[`./texts/${language}.json`] as object;
  await i18n.init({
    lng: language,
    interpolation: { escapeValue: false },
    resources: { [language]: { diagnostics, rule } },
  });
  const names = {
    segment: (id: string) => id.toUpperCase(),
    pipeline: (id: string) => id.toUpperCase(),
    stage: (_: unknown, id: string) => id.toUpperCase(),
    flow: (id: string) => id,
    step: (_: string, id: string) => id,
    scoreClass: (_: string, id: string) => id,
  };
  return { t: (key, values) => i18n.t(key, values ?? {}), names, language };
}

const one = (code: string, values: object, message = ""): Diagnostic =>
  ({ code, severity: "error", message, help: "Do it.", values }) as Diagnostic;

test("names are said instead of ids, and numbers as the language writes them", async () => {
  const ru = await speaker("ru");
  const stage = one("unknown_stage", { pipeline: "sales", stage: "x", stages: ["hot", "won"] });
  expect(said(stage, ru)).toEqual({
    message: "В воронке «SALES» нет этапа «X».",
    help: "Выберите один из этапов: HOT, WON.",
  });
  const points = one("points_out_of_range", { points: -2000000, max: 1000000 });
  expect(said(points, ru).message.replace(/\s/g, " ")).toBe(
    "Столько баллов сразу нельзя: −2 000 000.",
  );
  const event = one("count_pointless", { event: "page_visited" });
  expect(said(event, ru).message).toBe(
    "Сколько бы раз ни было «Просмотр страницы», ответ не изменится.",
  );
  const step = one("duplicate_node", { step: "a" });
  expect(said(step, ru, { step: () => "Начало" }).message).toContain("«Начало»");
});

test("limits have their plural forms", async () => {
  const deep = (max: number) => one("rule_too_deep", { max });
  const pl = await speaker("pl");
  expect(said(deep(8), pl).message).toContain("8 poziomów");
  expect(said(deep(3), pl).message).toContain("3 poziomy");
});

test("what is wrong in another document is said with its name", async () => {
  const text = "Flow “Hot leads”: There is no segment `x`.";
  const found = said(one("unknown_segment", { segment: "x" }, text), await speaker("ru"));
  expect(found.message).toBe("Цепочка «Hot leads»: Сегмента «X» нет.");
});

test("what is wrong in a scoring model is said with its name", async () => {
  const text = "Scoring model “Leads”: The scoring model `leads` has no class `hot`.";
  const found = said(
    one("unknown_class", { model: "leads", class: "hot" }, text),
    await speaker("pl"),
  );
  expect(found.message).toBe("Model scoringu „Leads”: Model scoringu „leads” nie ma klasy „hot”.");
});

test("an unknown code is left in the server's words, without its marks", async () => {
  const found = said(one("brand_new", {}, "Flow “A”: `b` is new."), await speaker("ru"));
  expect(found).toEqual({ message: "Flow “A”: b is new.", help: "Do it." });
});
