/** Inqom's answers, in our errors. */
import { type AnswerFacts, DeliveryError, type PartnerAnswer, redactSecrets } from '@navette/connector';
import type { ErrorCode, ErrorParams } from '@navette/model';
import { wordsOf } from './answers.ts';
import { manifest } from './manifest.ts';

/** What was asked, which decides what a status means. */
export type Question = 'sign_in' | 'account' | 'dossier' | 'push';

/**
 * | status | sign-in | account | dossier | push |
 * |---|---|---|---|---|
 * | 2xx that cannot be read | unreadable | unreadable | unreadable | outcome unknown |
 * | 3xx | unreadable: the address is not Inqom's | … | … | … |
 * | 400, 422 | credentials (OAuth 2 answers `invalid_grant` with 400) | unclassified | unclassified | document |
 * | 401, 403 after one renewal | credentials | credentials | dossier, once the account passed a check | as dossier |
 * | 404 | unreadable | unreadable | dossier | dossier |
 * | 413, 415 | unclassified | unclassified | unclassified | document |
 * | 429 | busy | busy | busy | busy |
 * | 504 | passing | passing | passing | outcome unknown: a gateway gave up waiting, Inqom has the document |
 * | 408, 423, other 5xx | passing | passing | passing | passing |
 */
const codes: Readonly<Record<Question, Readonly<Record<number, ErrorCode>>>> = {
  sign_in: {
    400: 'credentials_rejected',
    401: 'credentials_rejected',
    403: 'credentials_rejected',
    404: 'partner_unreadable',
  },
  account: { 401: 'credentials_rejected', 403: 'credentials_rejected', 404: 'partner_unreadable' },
  dossier: { 401: 'dossier_unknown', 403: 'dossier_unknown', 404: 'dossier_unknown' },
  push: {
    400: 'document_refused',
    401: 'dossier_unknown',
    403: 'dossier_unknown',
    404: 'dossier_unknown',
    413: 'document_too_large',
    415: 'format_refused',
    422: 'document_refused',
    504: 'outcome_unknown',
  },
};

const anyQuestion: Readonly<Record<number, ErrorCode>> = {
  408: 'partner_error',
  423: 'partner_error',
  429: 'partner_busy',
};

export interface FailureContext {
  /** The dossier asked for. */
  readonly key?: string;
  readonly document?: { readonly sizeBytes: number; readonly mediaType: string };
  /** Never repeated, even when Inqom does. */
  readonly secrets: readonly string[];
}

/** The error that an answer means: a refusal, or a success that cannot be read. Once Inqom's sliding window has passed, it has room. */
export function failureOf(question: Question, answer: PartnerAnswer, context: FailureContext): DeliveryError {
  const code = codeOf(question, answer.status);
  const words = redactSecrets(wordsOf(answer), context.secrets) || `HTTP ${answer.status}`;
  const waitMs = answer.retryAfterMs ?? (code === 'partner_busy' ? manifest.rate.windowMs : null);
  const facts: AnswerFacts = {
    httpStatus: answer.status,
    words,
    ...(answer.requestId !== null && { requestId: answer.requestId }),
    ...(waitMs !== null && { retryAfterMs: waitMs }),
  };
  return new DeliveryError(code, { partner: manifest.partner, words, ...paramsOf(context) }, facts);
}

function codeOf(question: Question, status: number): ErrorCode {
  if (status < 300) return question === 'push' ? 'outcome_unknown' : 'partner_unreadable';
  if (status < 400) return 'partner_unreadable';
  const known = codes[question][status] ?? anyQuestion[status];
  return known ?? (status >= 500 ? 'partner_error' : 'unclassified');
}

function paramsOf({ key, document }: FailureContext): ErrorParams {
  return {
    ...(key !== undefined && { key }),
    ...(document !== undefined && {
      size: document.sizeBytes,
      limit: manifest.limits.maxBytes,
      format: document.mediaType,
      accepted: manifest.limits.mediaTypes.map((each) => each.replace(/^.*\//, '').toUpperCase()).join(', '),
    }),
  };
}
