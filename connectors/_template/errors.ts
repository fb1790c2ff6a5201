/** The partner's answers, in our errors. */
import {
  type AnswerFacts,
  DeliveryError,
  type PartnerAnswer,
  readJson,
  redactSecrets,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { z } from 'zod';
import { manifest } from './manifest.ts';

const codes: Readonly<Record<number, ErrorCode>> = {
  400: 'document_refused',
  401: 'credentials_rejected',
  403: 'credentials_rejected',
  404: 'dossier_unknown',
  408: 'partner_error',
  413: 'document_too_large',
  415: 'format_refused',
  429: 'partner_busy',
};

const refusal = z.object({ message: z.string() });

/** The error that an answer means: a refusal, or a success that cannot be read (`unreadable` says what that is). */
export function failureOf(
  answer: PartnerAnswer,
  secrets: readonly string[],
  key: string,
  unreadable: ErrorCode = 'partner_unreadable',
): DeliveryError {
  const { status, requestId, retryAfterMs } = answer;
  const code =
    status < 400 ? unreadable : (codes[status] ?? (status >= 500 ? 'partner_error' : 'unclassified'));
  const words = redactSecrets(readJson(refusal, answer.text)?.message ?? `HTTP ${status}`, secrets);
  const facts: AnswerFacts = {
    httpStatus: status,
    words,
    ...(requestId !== null && { requestId }),
    ...(code === 'partner_busy' && { retryAfterMs: retryAfterMs ?? manifest.rate.windowMs }),
  };
  return new DeliveryError(code, { partner: manifest.partner, words, key }, facts);
}
