/** MyUnisoft's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  codeOfName,
  type DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type Manifest,
  type PartnerAnswer,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { readRefusal } from './answers.ts';

/** What was asked, which decides what a status means. */
export type Question = 'account' | 'company' | 'push';

/**
 * | status | account | company | push |
 * |---|---|---|---|
 * | 2xx that cannot be read | unreadable | unreadable | outcome unknown |
 * | 3xx | unreadable: the address is not MyUnisoft's | … | … |
 * | 400, 422 | unclassified | dossier | document |
 * | 401 | credentials | credentials | credentials |
 * | 403 | credentials | dossier, once the key passed a check | as company |
 * | 404 | unreadable | dossier | dossier |
 * | 413, 415 | unclassified | unclassified | document |
 * | 504 | passing | passing | outcome unknown |
 * | 408, 423, other 5xx | passing | passing | passing |
 */
const byStatus: Readonly<Record<Question, AnswerTable>> = {
  account: { 401: 'credentials_rejected', 403: 'credentials_rejected', 404: 'partner_unreadable' },
  company: {
    400: 'dossier_unknown',
    401: 'credentials_rejected',
    403: 'dossier_unknown',
    404: 'dossier_unknown',
  },
  push: {
    ...documentRefusals,
    401: 'credentials_rejected',
    403: 'dossier_unknown',
    404: 'dossier_unknown',
  },
};

/** MyUnisoft asks not to rely on its messages: its codes stand over the status. */
const byPartnerCode: Readonly<Record<string, ErrorCode>> = {
  'ERR-INVALID-AUTH-HEADER': 'credentials_rejected',
  'ERR-INVALID-JWT': 'credentials_rejected',
  'ERR-INVALID-API-JWT': 'credentials_rejected',
  'ERR-INVALID-FIRM-JWT': 'credentials_rejected',
  'ERR-API-TOKEN-NOT-FOUND': 'credentials_rejected',
  'ERR-FIRM-TOKEN-NOT-FOUND': 'credentials_rejected',
  'ERR-SECRET-HEADER-NOT-SET': 'credentials_rejected',
  'ERR-INVALID-SECRET': 'credentials_rejected',
  'ERR-FORBIDDEN-ROUTE': 'credentials_rejected',
  'ERR-FORBIDDEN-ACCESS': 'credentials_rejected',
  'ERR-THIRD-PARTY-DISCONNECTED': 'credentials_rejected',
  'ERR-FOLDER-NOT-FOUND': 'dossier_unknown',
  'ERR-API-UNDER-MAINTENANCE': 'partner_error',
  'ERR-TOO-MANY-REQUEST': 'partner_busy',
  'ERR-TOO-MANY-CONCURRENT-REQUEST': 'partner_busy',
  'ERR-TOO-MANY-CONCURRENT-REQUESTS': 'partner_busy',
};

/** Of these, the key itself is at fault, and not the publisher's secret. */
const ofTheKey = /TOKEN-NOT-FOUND|JWT|AUTH-HEADER/;
const ofTheSecret = /SECRET/;

/** The error that an answer means: a refusal, or a success that cannot be read. A key of one company is that client's own affair. */
export function failureOf(
  manifest: Manifest,
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
): DeliveryError {
  const { code: partnerCode, words } = readRefusal(answer);
  const whenGood = question === 'push' ? 'outcome_unknown' : 'partner_unreadable';
  const named = answer.status < 400 ? undefined : codeOfName(byPartnerCode, partnerCode);
  const code = named ?? codeOfAnswer(answer.status, byStatus[question], whenGood);
  const isClientsKey =
    manifest.clientKey.secret === true &&
    code === 'credentials_rejected' &&
    (ofTheKey.test(partnerCode) || (partnerCode === '' && question !== 'account'));
  const key = manifest.clientKey.secret === true ? { key: manifest.clientKey.label.fr } : {};
  const field = code === 'credentials_rejected' ? refusedField(partnerCode) : {};
  return failAnswer(manifest, answer, isClientsKey ? 'dossier_unknown' : code, {
    ...key,
    ...field,
    ...facts,
    words,
  });
}

/** Which of the two secrets of the form is refused, where MyUnisoft's code tells. */
function refusedField(partnerCode: string): { readonly field?: string } {
  if (ofTheSecret.test(partnerCode)) return { field: 'thirdPartySecret' };
  return ofTheKey.test(partnerCode) ? { field: 'apiKey' } : {};
}
