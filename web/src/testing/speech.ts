/** A person's language for tests of sentences, with names that say which id they stand for. */
import i18next from "i18next";
import type { Names, Speech } from "@/features/rule/phrases";

const texts = import.meta.glob("../features/rule/texts/*.json", {
  eager: true,
  import: "default",
});
const stages = { stages: { lead: "Lead", mql: "MQL", sql: "SQL" } };
const names: Names = {
  segment: (id) => id.toUpperCase(),
  pipeline: (id) => id,
  stage: (_, stage) => stage,
  flow: (id) => id.toUpperCase(),
  step: (flow, id) => `${id} of ${flow}`,
  scoreClass: (model, id) => `${id} of ${model}`,
};

export async function speaking(language: string): Promise<Speech> {
  const i18n = i18next.createInstance();
  const rule = texts[`../features/rule/texts/${language}.json`] as object;
  await i18n.init({
    lng: language,
    interpolation: { escapeValue: false },
    resources: { [language]: { rule, app: stages } },
  });
  return { t: (key, values) => i18n.t(key, values ?? {}), names, language };
}
