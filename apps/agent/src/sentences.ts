import { ApiError } from '@navette/api';
import { errorSentence, NavetteError } from '@navette/model';

/** What went wrong, in both languages: the server's own words where it gave them, else those of the catalogue. */
export function sentencesOf(error: unknown): { readonly fr: string; readonly en: string } {
  if (error instanceof ApiError) return error.sentences;
  if (error instanceof NavetteError) {
    return {
      fr: errorSentence(error.code, 'fr', error.params),
      en: errorSentence(error.code, 'en', error.params),
    };
  }
  const words = error instanceof Error ? error.message : String(error);
  return { fr: words, en: words };
}
