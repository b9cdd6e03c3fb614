import i18next, { type TFunction } from "i18next";
import { expect, test } from "vitest";
import en from "../texts/en.json";
import { crossingText } from "./crossing";
import type { Speech } from "./words";

const i18n = i18next.createInstance();
await i18n.init({
  lng: "en",
  interpolation: { escapeValue: false },
  resources: { en: { flow: en } },
});
const speech = {
  t: i18n.getFixedT("en", "flow") as TFunction<"flow">,
  language: "en",
  names: { scoreClass: (_: string, id: string) => (id === "hot" ? "Hot (Leads)" : "") },
} as unknown as Speech;

test.each([
  [{ points: 2000 }, "The score rises to 2,000"],
  [{ points: 20, direction: "down" }, "The score falls below 20"],
  [{ points: 20, category: "fit" }, "The score for fit rises to 20"],
  [{ class: { model: "leads", class: "hot" } }, "The score reaches the class Hot (Leads)"],
  [
    { class: { model: "leads", class: "hot" }, direction: "down" },
    "The score falls below the class Hot (Leads)",
  ],
  [{}, undefined],
  [{ class: { model: "", class: "" } }, undefined],
])("%j is said as %s", (settings, text) => {
  expect(crossingText(speech, settings)).toBe(text);
});
