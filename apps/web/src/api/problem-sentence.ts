import { ApiError } from '@navette/api';
import { type ErrorCode, errorSentence, NavetteError } from '@navette/model';
import type { Language } from '../language/format.ts';
import { typeset } from '../language/typeset.ts';
import { words } from '../language/words.ts';

export interface ProblemSentence {
  readonly code: ErrorCode | null;
  /** What happened and what to do. Never a stack, never the other language. */
  readonly sentence: string;
  /** To quote to the operator. */
  readonly reference: string | undefined;
}

/** Tells a failure in the language of the interface: the server's own sentence where it answered, ours where it did not. */
export function describeProblem(error: unknown, language: Language): ProblemSentence {
  const general = words[language].general;
  if (error instanceof ApiError) {
    const sentence = language === 'fr' ? typeset(error.sentences.fr) : error.sentences.en;
    return { code: error.code, sentence, reference: error.reference };
  }
  if (error instanceof NavetteError) {
    return { code: error.code, sentence: tellOwn(error, language), reference: undefined };
  }
  return { code: null, sentence: general.unexpected, reference: undefined };
}

/** The catalogue tells an agent's user about addresses and files; a page has neither, so it says these in its own words. */
function tellOwn(error: NavetteError, language: Language): string {
  const general = words[language].general;
  if (error.code === 'server_unreachable') return general.serverSilent;
  if (error.code === 'not_a_navette_server') return general.unreadable;
  const sentence = errorSentence(error.code, language, error.params);
  return language === 'fr' ? typeset(sentence) : sentence;
}

/** @returns whether the firm requires a second factor, which the person has not. */
export function isFactorRequired(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'second_factor_required';
}

/** @returns whether the session is over: the person must sign in again. */
export function isSignedOut(error: unknown): boolean {
  return error instanceof ApiError && error.status === 401;
}
