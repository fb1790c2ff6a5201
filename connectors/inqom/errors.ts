/** Inqom's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  type DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
} from '@navette/connector';
import { wordsOf } from './answers.ts';
import { manifest } from './manifest.ts';

/** What was asked, which decides what a status means. */
export type Question = 'sign_in' | 'account' | 'dossier' | 'push';

const noAccount: AnswerTable = {
  401: 'credentials_rejected',
  403: 'credentials_rejected',
  404: 'partner_unreadable',
};
const noDossier: AnswerTable = { 401: 'dossier_unknown', 403: 'dossier_unknown', 404: 'dossier_unknown' };

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
const codes: Readonly<Record<Question, AnswerTable>> = {
  sign_in: { ...noAccount, 400: 'credentials_rejected' },
  account: noAccount,
  dossier: noDossier,
  push: {
    ...documentRefusals,
    ...noDossier,
  },
};

/** The error that an answer means: a refusal, or a success that cannot be read. */
export function failureOf(
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
): DeliveryError {
  const whenGood = question === 'push' ? 'outcome_unknown' : 'partner_unreadable';
  const code = codeOfAnswer(answer.status, codes[question], whenGood);
  return failAnswer(manifest, answer, code, { ...facts, words: wordsOf(answer) });
}
