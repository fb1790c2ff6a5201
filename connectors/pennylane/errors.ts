/** Pennylane's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  type DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
  readRefusal,
} from '@navette/connector';
import { manifest } from './manifest.ts';

export type Question = 'company' | 'import';

/**
 * A token opens one company: what refuses it is that client's own affair, never the firm's credentials.
 *
 * | status | company | import |
 * |---|---|---|
 * | 2xx that cannot be read | unreadable | outcome unknown |
 * | 3xx | unreadable: the address is not Pennylane's | … |
 * | 400, 422 | unclassified | document |
 * | 401, 403 (a scope is missing) | dossier | dossier |
 * | 404 | unreadable | unreadable |
 * | 413, 415 | unclassified | document |
 * | 504 | passing | outcome unknown |
 * | 408, 423, other 5xx | passing | passing |
 */
const tables: Readonly<Record<Question, AnswerTable>> = {
  company: { 401: 'dossier_unknown', 403: 'dossier_unknown', 404: 'partner_unreadable' },
  import: {
    ...documentRefusals,
    401: 'dossier_unknown',
    403: 'dossier_unknown',
    404: 'partner_unreadable',
  },
};

/** The error that an answer means: a refusal, or a success that cannot be read. The token is named, never shown. */
export function failureOf(
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words' | 'key'>,
): DeliveryError {
  const whenGood = question === 'import' ? 'outcome_unknown' : 'partner_unreadable';
  return failAnswer(manifest, answer, codeOfAnswer(answer.status, tables[question], whenGood), {
    ...facts,
    key: `(${manifest.clientKey.label.fr})`,
    words: readRefusal(answer).words,
  });
}
