/**
 * The languages of the app. Each feature keeps its texts in `texts/LANGUAGE.json`; the name of the
 * folder is the namespace. The shell's English comes with the app, the rest with the first page.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { isolated } from "../shared/foreign";
import shell from "../texts/en.json";

export const LANGUAGES = { en: "English", ru: "Русский", pl: "Polski", ro: "Română" } as const;
export type Language = keyof typeof LANGUAGES;
type Texts = Record<string, unknown>;

const files = import.meta.glob<Texts>(["/src/**/texts/*.json", "!/src/app/texts/en.json"], {
  import: "default",
});
const SHELL = "/src/app/";
const REMEMBERED = "runnel.language";

/** Whether a page is open, which may say anything; the shell alone says little. */
let withPages = false;

export function isLanguage(value: unknown): value is Language {
  return typeof value === "string" && value in LANGUAGES;
}

/** `/src/features/contacts/texts/en.json` → `contacts`. */
export function namespaceOf(path: string): string {
  return path.split("/").at(-3) ?? path;
}

/** What the person chose in this browser, else the first of the browser's languages that we speak. */
export function preferred(): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  const wanted = [remembered, ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return wanted.find(isLanguage) ?? "en";
}

export async function start(): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: "en",
    fallbackLng: "en",
    defaultNS: "app",
    // React makes text of it; all that is left to do is to keep its direction apart.
    interpolation: { escapeValue: true, escape: isolated },
    resources: { en: { app: shell } },
  });
  await speak(preferred());
}

/** Loads a language if need be, and speaks it from here on, also at the next visit. */
export async function speak(language: Language): Promise<void> {
  await load(language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(REMEMBERED, language);
}

/** The texts of all pages; awaited before the first one is shown. */
export async function loadPages(): Promise<void> {
  withPages = true;
  await load(i18next.language);
}

async function load(language: string): Promise<void> {
  const wanted = Object.entries(files).filter(
    ([path]) =>
      path.endsWith(`/${language}.json`) &&
      (withPages || path.startsWith(SHELL)) &&
      !i18next.hasResourceBundle(language, namespaceOf(path)),
  );
  await Promise.all(
    wanted.map(async ([path, fetchTexts]) => {
      i18next.addResourceBundle(language, namespaceOf(path), await fetchTexts());
    }),
  );
}
