/** A receiver's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
  readJson,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { z } from 'zod';
import { manifest } from './manifest.ts';

/**
 * | status | of a ping | of a document |
 * |---|---|---|
 * | 2xx with a web page in it | unreadable: a hotel's network, a sign-in page | outcome unknown, sent again with the same id |
 * | 3xx | unreadable: redirects are not followed | … |
 * | 400, 409, 422 and other refusals | unclassified | document |
 * | any 4xx whose JSON says `"code": "client_unknown"` | – | dossier |
 * | 401, 403 | credentials | … |
 * | 404, 405, 410 | address: nothing receives at this address any more | … |
 * | 413, 415 | unclassified | document |
 * | 429 | busy | … |
 * | 504 | passing | outcome unknown: a gateway gave up waiting |
 * | 408, 423, other 5xx | passing | … |
 */
const anyEvent: AnswerTable = {
  401: 'credentials_rejected',
  403: 'credentials_rejected',
  404: 'address_gone',
  405: 'address_gone',
  410: 'address_gone',
};

const documentEvent: AnswerTable = {
  ...anyEvent,
  ...documentRefusals,
  402: 'document_refused',
  406: 'document_refused',
  409: 'document_refused',
};

const refusal = z
  .object({ code: z.string(), message: z.string(), error: z.string(), detail: z.string() })
  .partial();

export interface EventFacts extends Omit<FailureFacts, 'words'> {
  /** The receiver's host: an address may hold a secret of its own. */
  readonly host: string;
}

/** The error that an answer means, for the event that was sent. */
export function failureOf(
  event: 'ping' | 'document',
  answer: PartnerAnswer,
  facts: EventFacts,
): DeliveryError {
  const said = readJson(refusal, answer.text);
  const words = said?.message ?? said?.detail ?? said?.error ?? plainWords(answer);
  const code = codeOf(event, answer, said?.code);
  const failure = failAnswer(manifest, answer, code, { ...facts, words });
  // The catalogue's sentence names where nothing receives.
  return new DeliveryError(code, { ...failure.params, host: facts.host }, failure.answer);
}

function codeOf(event: 'ping' | 'document', { status }: PartnerAnswer, said: string | undefined): ErrorCode {
  if (event === 'ping') return codeOfAnswer(status, anyEvent, 'partner_unreadable');
  if (said === 'client_unknown' && status >= 400 && status < 500) return 'dossier_unknown';
  return codeOfAnswer(status, documentEvent, 'outcome_unknown');
}

/** Markup and binary answers are not words. */
function plainWords({ mediaType, text }: PartnerAnswer): string {
  return mediaType === 'text/plain' && !text.trimStart().startsWith('<') ? text : '';
}

/** Whether an answer is a page for people, which no receiver of events would give. */
export function isWebPage({ mediaType, text }: PartnerAnswer): boolean {
  const isMarkup = text.trimStart().startsWith('<');
  return isMarkup && (mediaType === 'text/html' || /^\s*<(!doctype\s+html|html)\b/i.test(text));
}
