/** Conciliator's answers, in our errors. */
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

export type Question = 'dossiers' | 'push';

/**
 * | status | dossiers | push |
 * |---|---|---|
 * | 2xx that cannot be read | unreadable | outcome unknown |
 * | 3xx | unreadable: the address is not Conciliator's | … |
 * | 400, 422 | unclassified | dossier when it names the entity, else document |
 * | 401, 403 | credentials | credentials |
 * | 404 | unreadable | dossier: the only thing in the request that may not exist |
 * | 413, 415 | unclassified | document |
 * | 504 | passing | outcome unknown |
 * | 408, 423, other 5xx | passing | passing |
 */
const tables: Readonly<Record<Question, AnswerTable>> = {
  dossiers: { 401: 'credentials_rejected', 403: 'credentials_rejected', 404: 'partner_unreadable' },
  push: {
    ...documentRefusals,
    401: 'credentials_rejected',
    403: 'credentials_rejected',
    404: 'dossier_unknown',
  },
};

/** The error that an answer means: a refusal, or a success that cannot be read. Its form is not public: what names the entity is about it. */
export function failureOf(
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
): DeliveryError {
  const { error, words } = readRefusal(answer);
  const whenGood = question === 'push' ? 'outcome_unknown' : 'partner_unreadable';
  const code = codeOfAnswer(answer.status, tables[question], whenGood);
  const isAboutEntity = code === 'document_refused' && /\bentity\b|_entity\b/i.test(`${error} ${words}`);
  return failAnswer(manifest, answer, isAboutEntity ? 'dossier_unknown' : code, { ...facts, words });
}
