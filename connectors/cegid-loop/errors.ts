/** Cegid Loop's answers, in our errors. */
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
 * | 3xx | unreadable: the address is not Cegid's | … |
 * | 400, 422 | unclassified | document |
 * | 401, 403 | credentials | credentials |
 * | 404 | unreadable | unreadable: a wrong dossier is never answered so |
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
    404: 'partner_unreadable',
  },
};

/** The error that an answer means: a refusal, or a success that cannot be read. */
export function failureOf(
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
): DeliveryError {
  const { words } = readRefusal(answer);
  const whenGood = question === 'push' ? 'outcome_unknown' : 'partner_unreadable';
  return failAnswer(manifest, answer, codeOfAnswer(answer.status, tables[question], whenGood), {
    ...facts,
    words,
  });
}
