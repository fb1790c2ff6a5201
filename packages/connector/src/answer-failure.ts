/** What an answer that is not the one hoped for becomes: the same for every partner but for its own table. */
import type { DocumentType, ErrorCode, ErrorParams } from '@navette/model';
import type { DocumentFacts } from './contract.ts';
import { type AnswerFacts, DeliveryError } from './delivery-error.ts';
import type { PartnerAnswer } from './exchange.ts';
import { limitsFor, type Manifest, maxBytesFor } from './manifest.ts';
import { redactSecrets } from './redact-secrets.ts';

/** A partner's statuses in our codes, as far as they differ from what they mean anywhere. */
export type AnswerTable = Readonly<Record<number, ErrorCode>>;

/** What refuses a document for what it is, wherever one is sent. */
export const documentRefusals: AnswerTable = {
  400: 'document_refused',
  413: 'document_too_large',
  415: 'format_refused',
  422: 'document_refused',
};

const anywhere: AnswerTable = {
  408: 'partner_error',
  423: 'partner_error',
  429: 'partner_busy',
};

/**
 * The code of an answer's status. @param whenGood what a success means that cannot be read: `outcome_unknown` where it may have
 * stored a document, else `partner_unreadable`. There 504 is as unknown: a gateway gave up waiting, and the partner may have the
 * document. A redirect is never followed: the address is not the partner's.
 */
export function codeOfAnswer(status: number, table: AnswerTable, whenGood: ErrorCode): ErrorCode {
  if (status < 300) return whenGood;
  if (status < 400) return 'partner_unreadable';
  if (status === 504 && whenGood === 'outcome_unknown') return whenGood;
  return table[status] ?? anywhere[status] ?? (status >= 500 ? 'partner_error' : 'unclassified');
}

/** The code of a partner's own name for an error, if the table has it. A name is a stranger's text: `constructor` is none. */
export function codeOfName(table: Readonly<Record<string, ErrorCode>>, name: string): ErrorCode | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

export interface FailureFacts {
  /** What the partner says, in its words; the status stands for an empty one. */
  readonly words: string;
  /** Never repeated, even when the partner does. */
  readonly secrets: readonly string[];
  /** The client's key, unless it is a secret. */
  readonly key?: string;
  readonly document?: Pick<DocumentFacts, 'sizeBytes' | 'mediaType'>;
  readonly type?: DocumentType;
  /** The field of the form whose value is refused, where the partner tells. */
  readonly field?: string;
}

/** The error of a code, with what is known of the answer. A partner that is busy and does not say until when has one window of its rate. */
export function failAnswer(
  manifest: Manifest,
  answer: PartnerAnswer,
  code: ErrorCode,
  facts: FailureFacts,
): DeliveryError {
  const { status, requestId, retryAfterMs } = answer;
  const words = redactSecrets(facts.words.trim(), facts.secrets) || `HTTP ${status}`;
  const waitMs = retryAfterMs ?? (code === 'partner_busy' ? manifest.rate.windowMs : null);
  const known: AnswerFacts = {
    httpStatus: status,
    words,
    ...(requestId !== null && { requestId }),
    ...(waitMs !== null && { retryAfterMs: waitMs }),
  };
  return new DeliveryError(code, { partner: manifest.partner, words, ...paramsOf(manifest, facts) }, known);
}

function paramsOf(manifest: Manifest, { key, document, type, field }: FailureFacts): ErrorParams {
  const limits = type === undefined ? manifest.limits : limitsFor(manifest, type);
  return {
    ...(key !== undefined && { key }),
    ...(field !== undefined && { field }),
    ...(document !== undefined && {
      size: document.sizeBytes,
      limit: maxBytesFor(limits, document.mediaType),
      format: document.mediaType.replace(/^.*\//, '').toUpperCase(),
      accepted: limits.mediaTypes.map((each) => each.replace(/^.*\//, '').toUpperCase()).join(', '),
    }),
  };
}
