import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from './format.ts';
import { words } from './words.ts';

const storageKey = 'navette-language';

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: typeof words.fr };
  }
}

/** Starts the interface in the language chosen before, French otherwise. Call once, before the first render. */
export async function startLanguage(): Promise<void> {
  const chosen = readChoice();
  await i18next.use(initReactI18next).init({
    lng: chosen,
    fallbackLng: 'fr',
    resources: { fr: { translation: words.fr }, en: { translation: words.en } },
    interpolation: { escapeValue: false },
    initAsync: false,
  });
  document.documentElement.lang = chosen;
}

/** Changes the language at once, and for the next visits on this computer. */
export async function chooseLanguage(language: Language): Promise<void> {
  try {
    localStorage.setItem(storageKey, language);
  } catch {
    // Storage closed to the page: the choice lasts until it is left.
  }
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}

/** The current language, and what follows it. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return i18n.language === 'en' ? 'en' : 'fr';
}

function readChoice(): Language {
  try {
    return localStorage.getItem(storageKey) === 'en' ? 'en' : 'fr';
  } catch {
    return 'fr';
  }
}
