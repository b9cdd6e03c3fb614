/**
 * The languages of the app. Each feature keeps its texts in `texts/LANGUAGE.json`; the name of the
 * folder is the namespace. English comes with the app, others when chosen.
 */
import i18next from "i18next";
import { initReactI18next } from "react-i18next";

export const LANGUAGES = { en: "English", ru: "Русский", pl: "Polski", ro: "Română" } as const;
export type Language = keyof typeof LANGUAGES;
type Texts = Record<string, unknown>;

const english = import.meta.glob<Texts>("/src/**/texts/en.json", {
  eager: true,
  import: "default",
});
const others = import.meta.glob<Texts>("/src/**/texts/{ru,pl,ro}.json", { import: "default" });

const REMEMBERED = "runnel.language";

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
    interpolation: { escapeValue: false },
    resources: {
      en: Object.fromEntries(
        Object.entries(english).map(([path, texts]) => [namespaceOf(path), texts]),
      ),
    },
  });
  await speak(preferred());
}

/** Loads a language if need be, and speaks it from here on, also at the next visit. */
export async function speak(language: Language): Promise<void> {
  const paths = Object.keys(others).filter((path) => path.endsWith(`/${language}.json`));
  await Promise.all(
    paths
      .filter((path) => !i18next.hasResourceBundle(language, namespaceOf(path)))
      .map(async (path) => {
        i18next.addResourceBundle(language, namespaceOf(path), await others[path]?.());
      }),
  );
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
  localStorage.setItem(REMEMBERED, language);
}
