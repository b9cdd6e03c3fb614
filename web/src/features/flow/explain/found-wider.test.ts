import i18next from "i18next";
import { expect, test } from "vitest";
import { speaking } from "@/testing/speech";
import { found } from "./found";
import type { ExplainedClause } from "./queries";

const texts = import.meta.glob<object>("./texts/*.json", { eager: true, import: "default" });

async function said(clause: object, language = "en"): Promise<string> {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    interpolation: { escapeValue: false },
    resources: { [language]: { explain: texts[`./texts/${language}.json`] ?? {} } },
  });
  const t = i18n.getFixedT(language, "explain");
  const speech = { ...(await speaking(language)), t: i18n.getFixedT(language, "flow") };
  return found(speech, t, clause as ExplainedClause);
}

const at = "2026-03-02T09:30:00.000Z";

test.each([
  [{ kind: "filled_in", filled_in: ["phone", "role"] }, "Filled in: phone and role."],
  [{ kind: "filled_in", filled_in: [] }, "None of them is filled in."],
  [{ kind: "date", date: "1985-05-17", days: 5 }, "It is May 17, 1985: in 5 days."],
  [{ kind: "date", date: "2026-05-17", days: 0 }, "It is May 17, 2026: today."],
  [{ kind: "date", date: "2026-05-17", days: -3 }, "It is May 17, 2026: 3 days ago."],
  [{ kind: "date", date: null, days: null }, "Not known."],
  [
    { kind: "local_time", local: "2026-05-17T09:30:12", zone: "Europe/Warsaw" },
    "It is Sunday 09:30 there (Europe/Warsaw).",
  ],
  [{ kind: "number", number: 99.5, events: 3, or_more: false }, "It is 99.5, of 3 events."],
  [{ kind: "number", number: null, events: 0, or_more: false }, "No event has a number there."],
  [
    { kind: "number", number: 7, events: 1_000, or_more: true },
    "It is 7, of the latest 1000 events.",
  ],
  [{ kind: "values", values: 1, or_more: false }, "There is 1 value."],
  [{ kind: "values", values: 8, or_more: true }, "There are 8 different values or more."],
  [{ kind: "sequence", began: null, open: null }, "It has not happened in time."],
])("what was found is said in words: %j", async (clause, words) => {
  expect(await said(clause)).toBe(words);
});

test("of a sequence both are told: what was, and what may still be", async () => {
  const text = await said({ kind: "sequence", began: at, open: at });
  expect(text).toMatch(/^The last time it began .*Mar 2.*\. The first happened .* in time\.$/);
});

test.each(["ru", "pl", "ro"])("nothing is left unsaid in %s", async (language) => {
  for (const events of [0, 1, 3, 25]) {
    const clauses = [
      { kind: "number", number: 1, events, or_more: false },
      { kind: "number", number: 1, events, or_more: true },
      { kind: "values", values: events, or_more: false },
      { kind: "values", values: events, or_more: true },
      { kind: "date", date: "2026-05-17", days: events },
      { kind: "local_time", local: "2026-05-17T09:30:12", zone: "UTC" },
      { kind: "sequence", began: null, open: at },
    ];
    for (const clause of clauses)
      expect(await said(clause, language), JSON.stringify(clause)).not.toMatch(/found\.|{{/);
  }
});
