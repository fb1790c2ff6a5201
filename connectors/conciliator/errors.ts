/** Conciliator's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  type DeliveryError,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
  readJson,
} from '@navette/connector';
import { z } from 'zod';
import { manifest } from './manifest.ts';

/**
 * | status | upload |
 * |---|---|
 * | 2xx that cannot be read | outcome unknown |
 * | 3xx | unreadable: the address is not Conciliator's |
 * | 400, 422 | document |
 * | 401, 403 | credentials |
 * | 404 | dossier: the only thing in the request that may not exist |
 * | 413, 415 | document |
 * | 504 | outcome unknown |
 * | 408, 423, other 5xx | passing |
 */
const table: AnswerTable = {
  400: 'document_refused',
  401: 'credentials_rejected',
  403: 'credentials_rejected',
  404: 'dossier_unknown',
  413: 'document_too_large',
  415: 'format_refused',
  422: 'document_refused',
  504: 'outcome_unknown',
};

const refusal = z.object({
  message: z.string().optional(),
  error: z.string().optional(),
  detail: z.string().optional(),
});

/** The error that an answer to an upload means: a refusal, or a success that cannot be read. */
export function failureOf(answer: PartnerAnswer, facts: Omit<FailureFacts, 'words'>): DeliveryError {
  const said = readJson(refusal, answer.text);
  const words = said?.message ?? said?.error ?? said?.detail ?? '';
  return failAnswer(manifest, answer, codeOfAnswer(answer.status, table, 'outcome_unknown'), {
    ...facts,
    words,
  });
}
