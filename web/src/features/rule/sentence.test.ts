import { expect, test } from "vitest";
import { speaking } from "@/testing/speech";
import { type FlowRule, flowTest, type Rule, STANDINGS } from "./rule";
import { sentence } from "./sentence";

const say = async (rule: Rule, language = "en") => sentence(rule, await speaking(language));

const VISITS: Rule = {
  count: {
    of: { event: "page_visited", where: [{ name: "url", test: { contains: "/pricing" } }] },
    times: { at_least: 7 },
    within: { days: 3 },
  },
};

test("a rule reads as a sentence", async () => {
  expect(await say(VISITS)).toBe(
    "Visited a page (url contains “/pricing”) at least 7 times within 3 days",
  );
  expect(await say({ score: { points: { more_than: 20 } } })).toBe("The score is more than 20");
  expect(
    await say({ last_occurred: { of: { event: "custom:opened" }, more_than_ago: { days: 60 } } }),
  ).toBe("“opened” happened, last time more than 60 days ago");
});

test("and, or and not keep their structure", async () => {
  const rule: Rule = {
    all: [{ tag: "vip" }, { any: [{ segment: "hot" }, { not: { stage: ["lead", "mql"] } }] }],
  };
  expect(await say(rule)).toBe(
    "Has the tag “vip” and (is in the segment “HOT” or not: the stage is Lead or MQL)",
  );
});

test("no language leaves a part of a rule unsaid", async () => {
  for (const language of ["ru", "pl", "ro"]) {
    const text = await say(VISITS, language);
    expect(text, language).toContain("/pricing");
    expect(text, language).toMatch(/7/);
    expect(text, language).not.toMatch(/sentence\.|{{/);
  }
});

test("how one stands to a flow is said with the names of flow and step", async () => {
  const stands = (flow: FlowRule): Rule => ({ flow });
  const inside = stands({ flow: "nurture", is: "inside" });
  const waits = stands({ flow: "nurture", is: { waits_at: "hold" } });
  expect(await say({ all: [inside, { not: waits }] })).toBe(
    "Is in the flow “NURTURE” and not: waits at “hold of nurture” in the flow “NURTURE”",
  );
  for (const language of ["en", "ru", "pl", "ro"]) {
    expect(await say(waits, language)).toContain("hold of nurture");
    for (const standing of STANDINGS) {
      const text = await say(stands({ flow: "nurture", is: flowTest(standing) }), language);
      expect(text, language).toContain("NURTURE");
      expect(text, language).not.toMatch(/sentence\.|{{/);
    }
  }
});

test("quotation marks are those of the language", async () => {
  expect(await say({ property: { name: "city", test: { is: "Łódź" } } }, "pl")).toContain("„Łódź”");
  expect(await say({ property: { name: "город", test: { is: "Псков" } } }, "ru")).toContain(
    "«Псков»",
  );
});

test("what is not filled in yet is an ellipsis", async () => {
  expect(await say({ tag: "" })).toBe("Has the tag “…”");
  expect(await say({ property: { name: "", test: { is: "" } } })).toBe("… is “…”");
  expect(await say({ deal: { is: { in_stage: [] } } })).toBe("Has a deal in stage …");
  expect(await say({ flow: { flow: "", is: "entered" } })).toBe("Has entered the flow “…”");
  expect(await say({ never: { event: "custom:" } })).toBe("Never: “…” happened");
});

test("a day is the same day in every zone", async () => {
  const at = Date.parse("2026-03-02T00:00:00Z");
  expect(await say({ property: { name: "since", test: { after: at } } })).toBe(
    "Since is after Mar 2, 2026",
  );
});

const amount = (is: object, within?: object) => ({
  of: { event: "custom:bought", where: [{ name: "plan", test: { is: "team" } }] },
  property: "amount",
  is,
  ...(within && { within }),
});

test.each([
  [
    { company: { name: "industry", test: { is: "IT" } } },
    "Their company: industry is “IT”",
    "Компания контакта: industry — «IT»",
    "Firma kontaktu: industry to „IT”",
    "Compania contactului: industry este „IT”",
  ],
  [
    { filled_in: { of: ["phone", "role"], is: { at_least: 2 } } },
    "Has at least 2 of phone and role filled in",
    "Заполнено не меньше 2 из: phone и role",
    "Wypełniono co najmniej 2 z: phone i role",
    "Are completate cel puțin 2 dintre: phone și role",
  ],
  [
    { sum: amount({ at_least: 99.5 }, { days: 90 }) },
    "The sum of amount in “bought” (plan is “team”) within 90 days is at least 99.5",
    "Сумма amount по событию «bought» (plan — «team») за 90 дней: не меньше 99,5",
    "Suma amount w zdarzeniu „bought” (plan to „team”) w ciągu 90 dni: co najmniej 99,5",
    "Suma amount în „bought” (plan este „team”) în 90 de zile este cel puțin 99,5",
  ],
  [
    { distinct: { of: { event: "page_visited" }, property: "url", is: { at_least: 5 } } },
    "The number of different values of url in “Page visited” is at least 5",
    "Разных значений url по событию «Просмотр страницы»: не меньше 5",
    "Różnych wartości url w zdarzeniu „Wizyta na stronie”: co najmniej 5",
    "Numărul de valori diferite pentru url în „Pagină vizitată” este cel puțin 5",
  ],
  [
    { anniversary: { property: "birthday", is: { in_days: 7 } } },
    "The anniversary of birthday is in 7 days",
    "Годовщина birthday через 7 дней",
    "Do rocznicy birthday brakuje 7 dni",
    "Aniversarea pentru birthday este peste 7 zile",
  ],
  [
    { date: { property: "renewal", is: { within_next_days: 30 } } },
    "Renewal is within the next 30 days",
    "Renewal: сегодня или не позже чем через 30 дней",
    "Renewal: dzisiaj lub w ciągu następnych 30 dni",
    "Renewal este azi sau peste cel mult 30 de zile",
  ],
  [
    {
      local_time: {
        weekdays: ["monday", "tuesday", "wednesday", "friday"],
        from: "09:00",
        to: "17:00",
      },
    },
    "Their local time is Monday–Wednesday or Friday, from 09:00 to 17:00",
    "Местное время контакта: понедельник–среда или пятница, с 09:00 до 17:00",
    "Czas lokalny kontaktu: poniedziałek–środa lub piątek, od 09:00 do 17:00",
    "Ora locală a contactului este luni–miercuri sau vineri, de la 09:00 până la 17:00",
  ],
])("the wider rules read as sentences: %j", async (rule, ...expected) => {
  for (const [at, language] of ["en", "ru", "pl", "ro"].entries())
    expect(await say(rule as Rule, language)).toBe(expected[at]);
});

test("one thing and then another is said in the order in which it happens", async () => {
  const sequence =
    '{"first":{"event":"page_visited"},"then":{"event":"custom:bought"},"at_most":{"days":2}}';
  const rule = { sequence: JSON.parse(sequence) } as Extract<Rule, { sequence: unknown }>;
  expect(await say(rule)).toBe("First visited a page, then “bought” happened at most 2 days later");
  expect(await say(rule, "ru")).toBe(
    "Сначала просмотр страницы, затем событие «bought», не позже чем через 2 дня",
  );
  rule.sequence.within = { weeks: 4 };
  expect(await say(rule)).toMatch(/ at most 2 days later, both within 4 weeks$/);
});

test("what only a newer server knows is said as it is written", async () => {
  const is = { in_months: 2 };
  const rule = { anniversary: { property: "birthday", is } } as unknown as Rule;
  expect(await say(rule)).toBe("Anniversary property birthday, is in months 2");
});
