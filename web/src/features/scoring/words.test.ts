import i18next from "i18next";
import { expect, test } from "vitest";
import type { Speech } from "@/features/rule/phrases";
import { finished, missingOf, withCriterion } from "./finish";
import { printedTable } from "./template";
import type { Criterion, Model, Row } from "./types";
import { criterionText, proposedName } from "./words";

const texts = import.meta.glob(["./texts/*.json", "../rule/texts/*.json"], {
  eager: true,
  import: "default",
});

async function speaker(lng: string): Promise<Speech> {
  const i18n = i18next.createInstance();
  const scoring = texts[`./texts/${lng}.json`] as object;
  const rule = texts[`../rule/texts/${lng}.json`] as object;
  await i18n.init({
    lng,
    interpolation: { escapeValue: false },
    resources: { [lng]: { scoring, rule } },
  });
  const name = (id: string) => id;
  const names = {
    segment: name,
    pipeline: name,
    stage: () => "",
    flow: name,
    step: name,
    scoreClass: name,
  };
  return { t: (key, values) => i18n.t(key, values ?? {}), names, language: lng };
}

const VISITS: Criterion = {
  each: {
    of: { event: "page_visited", where: [{ name: "url", test: { contains: "/pricing" } }] },
    at_most: 10,
    per_period: { times: 3, period: { days: 1 } },
    fades_after: { days: 30 },
  },
};
const COUNTRY: Criterion = {
  while: { property: { name: "country", test: { is_any_of: ["US", "UK"] } } },
};

test.each([
  [
    "en",
    "Each time: visited a page (url contains “/pricing”), at most 3 times in each day, 10 times in all, fades after 30 days",
  ],
  [
    "ru",
    "Каждый раз: просмотр страницы (url содержит «/pricing»), не чаще 3 раз в день, всего 10 раз, сгорает через 30 дней",
  ],
  [
    "pl",
    "Za każdym razem: wizyta na stronie (url zawiera „/pricing”), najwyżej 3 razy dziennie, łącznie 10 razy, wygasa po upływie 30 dni",
  ],
  [
    "ro",
    "De fiecare dată: a vizitat o pagină (url conține „/pricing”), cel mult de 3 ori pe zi, de 10 ori în total, expiră după 30 de zile",
  ],
])("what happens is said with its limits in %s", async (language, text) => {
  expect(criterionText(VISITS, await speaker(language))).toBe(text);
});

test("what is so is said as a rule is", async () => {
  expect(criterionText(COUNTRY, await speaker("en"))).toBe("Country is “US” or “UK”");
});

test("a row is called by what it asks, without its limits", async () => {
  const en = await speaker("en");
  expect(proposedName(VISITS, en)).toBe("Visited a page (url contains “/pricing”)");
  expect(proposedName(COUNTRY, en)).toBe("Country is “US” or “UK”");
});

const row = (name: string): Row => ({ id: "a", name, points: 1, when: COUNTRY });

test("a proposed name follows what is asked, a given one stays", async () => {
  const en = await speaker("en");
  expect(withCriterion(row("Home market"), VISITS, en)).toEqual({ when: VISITS });
  expect(withCriterion(row(""), VISITS, en)).toEqual({ when: VISITS, name: "" });
  const proposed = proposedName(COUNTRY, en);
  expect(withCriterion(row(proposed), VISITS, en)).toEqual({ when: VISITS, name: "" });
});

const model = (change: Partial<Model>): Model => ({
  name: "Lead scoring",
  description: "",
  groups: [{ name: "Fit", rows: [row("")] }],
  classes: [{ id: "cold", name: "Cold", from: 0 }],
  ...change,
});

test("what is saved has names, short rules and rising classes", async () => {
  const wide: Criterion = { while: { all: [COUNTRY.while] } };
  const saved = finished(
    model({
      groups: [{ name: " Fit ", category: " ", at_most: null, rows: [{ ...row(""), when: wide }] }],
      classes: [
        { id: "hot", name: "Hot", from: 50 },
        { id: "cold", name: "Cold", from: 0 },
      ],
    }),
    await speaker("en"),
  );
  expect(saved.groups).toEqual([{ name: "Fit", rows: [row("Country is “US” or “UK”")] }]);
  expect(saved.classes.map(({ id }) => id)).toEqual(["cold", "hot"]);
});

test("what is missing is found where it is missing", () => {
  expect(missingOf(model({}))).toEqual([]);
  expect(missingOf(model({ name: " " }))).toEqual([{ in: "model", what: "name" }]);
  expect(missingOf(model({ groups: [] }))).toEqual([{ in: "model", what: "rows" }]);
  const open = { ...row("A"), when: { while: { tag: "" } } };
  const nothing = { ...row("B"), id: "b", points: 0 };
  expect(missingOf(model({ groups: [{ name: "", rows: [open, nothing] }] }))).toEqual([
    { in: "group", at: 0 },
    { in: "row", id: "a", what: "criterion" },
    { in: "row", id: "b", what: "points" },
  ]);
  const twice = [
    { id: "cold", name: "Cold", from: 0 },
    { id: "hot", name: "", from: 0 },
  ];
  expect(missingOf(model({ classes: twice }))).toEqual([
    { in: "class", at: 1, what: "name" },
    { in: "class", at: 1, what: "from" },
  ]);
});

test("the printed table has every row, whole, and a name for each in every language", async () => {
  const table = printedTable((_, { defaultValue }) => defaultValue);
  expect(missingOf(table)).toEqual([]);
  const said = table.groups.map(({ name, rows }) => [name, rows.map(({ points }) => points)]);
  expect(said).toEqual([
    ["Demographic", [1, 1, 1]],
    ["Firmographic", [5, 10, 10]],
    ["E-mail", [1, 5]],
    ["In the app", [15, 1, 2, 5]],
    ["Web", [20, 2, 1]],
  ]);
  for (const language of ["ru", "pl", "ro"]) {
    const { t } = await speaker(language);
    const asked: string[] = [];
    printedTable((key) => {
      asked.push(key);
      return t(`scoring:${key}`);
    });
    expect(asked.filter((key) => t(`scoring:${key}`) === key)).toEqual([]);
  }
});
