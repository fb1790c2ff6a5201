/**
 * Every failure a user can meet, by kind: `error-catalogue/`. `docs/errors.md` is written from this list, and a test compares the
 * two.
 */
import { agentErrors } from './error-catalogue/agent.ts';
import { clientErrors } from './error-catalogue/client.ts';
import { connectionErrors } from './error-catalogue/connection.ts';
import { deliveryErrors } from './error-catalogue/delivery.ts';
import { documentErrors } from './error-catalogue/document.ts';
import type { CatalogueEntry } from './error-catalogue/entry.ts';
import { firmErrors } from './error-catalogue/firm.ts';
import { mailErrors } from './error-catalogue/mail.ts';
import { peopleErrors } from './error-catalogue/people.ts';
import { requestErrors } from './error-catalogue/request.ts';
import { sheetErrors } from './error-catalogue/sheet.ts';
import { signInErrors } from './error-catalogue/sign-in.ts';
import { startErrors } from './error-catalogue/start.ts';
import { formatBytes } from './format.ts';

export type { Actor, CatalogueEntry, ErrorClass } from './error-catalogue/entry.ts';

const entries = {
  ...requestErrors,
  ...documentErrors,
  ...mailErrors,
  ...peopleErrors,
  ...signInErrors,
  ...deliveryErrors,
  ...agentErrors,
  ...startErrors,
  ...firmErrors,
  ...clientErrors,
  ...connectionErrors,
  ...sheetErrors,
} as const;

export type ErrorCode = keyof typeof entries;

export const errorCatalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = entries;

/** @returns whether `code` is in the catalogue. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(entries, code);
}

export type ErrorParams = Readonly<Record<string, string | number>>;

/**
 * The sentence of a code in a language, its `{name}` parameters filled in; `{name:bytes}` shows a number of bytes as a size. A
 * missing parameter shows as `…`. Of a parameter that is words, such as a label, the English stands beside it as `nameEn`.
 */
export function errorSentence(code: ErrorCode, language: 'fr' | 'en', params: ErrorParams = {}): string {
  return fill(errorCatalogue[code][language], language, params);
}

/** The same for a person who tried something at a partner: it promises nothing that only the queue of deliveries does. */
export function triedSentence(code: ErrorCode, language: 'fr' | 'en', params: ErrorParams = {}): string {
  const entry = errorCatalogue[code];
  return fill((entry.tried ?? entry)[language], language, params);
}

function fill(sentence: string, language: 'fr' | 'en', params: ErrorParams): string {
  return sentence.replace(/\{(\w+)(:bytes)?\}/g, (_, name: string, isSize?: string) => {
    const value = (language === 'en' ? params[`${name}En`] : undefined) ?? params[name];
    if (isSize !== undefined && typeof value === 'number') return formatBytes(value, language);
    return String(value ?? '…');
  });
}

/** A failure with a code of the catalogue. Decide on `code`, never on the message; `cause` keeps what happened below. */
export class NavetteError extends Error {
  override readonly name = 'NavetteError';
  readonly code: ErrorCode;
  readonly params: ErrorParams;

  constructor(code: ErrorCode, params: ErrorParams = {}, cause?: unknown) {
    super(errorSentence(code, 'en', params), cause === undefined ? undefined : { cause });
    this.code = code;
    this.params = params;
  }
}
