import i18next from "i18next";
import { expect, test } from "vitest";
import { type FlowRule, flowTest, type Rule, STANDINGS } from "./rule";
import { type Names, sentence } from "./sentence";

const texts = import.meta.glob("./texts/*.json", { eager: true, import: "default" });
const stages = { stages: { lead: "Lead", mql: "MQL" } };
const names: Names = {
  segment: (id) => id.toUpperCase(),
  pipeline: (id) => id,
  stage: (_, stage) => stage,
  flow: (id) => id.toUpperCase(),
  step: (flow, id) => `${id} of ${flow}`,
  scoreClass: (model, id) => `${id} of ${model}`,
};

async function say(rule: Rule, language = "en"): Promise<string> {
  const i18n = i18next.createInstance();
  await i18n.init({
    lng: language,
    interpolation: { escapeValue: false },
    resources: { [language]: { rule: texts[`./texts/${language}.json`] as object, app: stages } },
  });
  const t = (key: string, values?: Record<string, unknown>) => i18n.t(key, values ?? {});
  return sentence(rule, { t, names, language });
}

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
