import i18next from "i18next";
import { expect, test } from "vitest";
import type { Speech } from "@/features/rule/phrases";
import { speaking } from "@/testing/speech";
import type { Effect, Feature, FeatureValue } from "./types";
import { effectText, featureText, knownText } from "./words";

const texts = import.meta.glob<object>("./texts/*.json", { eager: true, import: "default" });

/** As the page speaks: sentences of rules, and ours. */
async function ours(language: string): Promise<Speech> {
  const speech = await speaking(language);
  const own = i18next.createInstance();
  const prediction = texts[`./texts/${language}.json`] as object;
  await own.init({
    lng: language,
    interpolation: { escapeValue: false },
    resources: { [language]: { prediction } },
  });
  const t: Speech["t"] = (key, values) =>
    key.startsWith("prediction:") ? own.t(key, values ?? {}) : speech.t(key, values);
  return { ...speech, t };
}

const visit = { event: "page_visited" };

const KNOWN: [Feature, FeatureValue | null, string][] = [
  [{ property: "country" }, { text: "MD" }, "country: MD"],
  [{ property: "company_size" }, { number: 1200 }, "company_size: 1,200"],
  [{ property: "decides" }, { flag: true }, "decides: yes"],
  [{ property: "country" }, null, "country: not known"],
  [{ tag: "vip" }, { flag: true }, "Has the tag “vip”"],
  [{ tag: "vip" }, { flag: false }, "Does not have the tag “vip”"],
  [{ times: visit }, { times: 1 }, "Visited a page, once"],
  [{ times: visit }, { times: 4 }, "Visited a page, 4 times"],
  [{ times: visit }, null, "Never: visited a page"],
  [{ days_since: visit }, { days: 12.4 }, "Visited a page, last time 12 days ago"],
];

test.each(KNOWN)("what is known of a contact is said: %j", async (feature, value, expected) => {
  expect(knownText(feature, value, await ours("en"))).toBe(expected);
});

test.each(["ru", "pl", "ro"])("nothing of it is left unsaid in %s", async (language) => {
  const speech = await ours(language);
  const said = KNOWN.map(([feature, value]) => knownText(feature, value, speech));
  expect(said.join(" ")).not.toMatch(/said\.|{{|undefined/);
  expect(new Set(said).size).toBe(KNOWN.length);
});

test("a feature by itself is named by what one would ask about", async () => {
  const speech = await ours("en");
  const features: Feature[] = [{ property: "age" }, { tag: "vip" }, { times: visit }];
  expect(features.map((one) => featureText(one, speech))).toEqual([
    "age",
    "the tag “vip”",
    "how often: visited a page",
  ]);
});

const none = { value: 0, low: 0, high: 0 };
const share = { of: 2, won: 1, share: none };

test("an effect is a condition, one more, or twice as much", async () => {
  const speech = await ours("en");
  const effect = (feature: Feature, of: Effect["of"]): Effect => {
    return { feature, of, log_odds: none, sound: true };
  };
  const when = { property: { name: "country", test: { is: "US" } } };
  const condition = { condition: { when, meets: share, others: share } };
  expect([
    effectText(effect({ property: "country" }, condition), speech),
    effectText(effect({ property: "age" }, "one_more"), speech),
    effectText(effect({ times: visit }, "doubled"), speech),
  ]).toEqual(["Country is “US”", "Age: one more", "Visited a page: twice as often"]);
});
