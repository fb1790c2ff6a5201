/** i-Suite's answers, in our errors. */
import {
  type AnswerTable,
  codeOfAnswer,
  type DeliveryError,
  documentRefusals,
  type FailureFacts,
  failAnswer,
  type PartnerAnswer,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { readBusinessFailure } from './answers.ts';
import { manifest } from './manifest.ts';

export type Question = 'sign_in' | 'dossiers' | 'push';

/**
 * | answer | sign-in | dossiers | push |
 * |---|---|---|---|
 * | 2xx that tells a failure | credentials, or second factor | unclassified | dossier or document, by its words |
 * | 2xx that cannot be read | unreadable | unreadable | outcome unknown |
 * | 3xx | unreadable: the address is not i-Suite's | … | … |
 * | 400, 422 | credentials | unclassified | document |
 * | 401 | credentials | credentials, after one renewal | as dossiers |
 * | 403 | credentials | credentials | dossier, once the account passed a check |
 * | 404 | unreadable | unreadable | unreadable: i-Suite tells of a missing dossier inside a 200 |
 * | 413, 415 | unclassified | unclassified | document |
 * | 504 | passing | passing | outcome unknown |
 * | 408, 423, other 5xx | passing | passing | passing |
 */
const tables: Readonly<Record<Question, AnswerTable>> = {
  sign_in: {
    400: 'credentials_rejected',
    401: 'credentials_rejected',
    403: 'credentials_rejected',
    404: 'partner_unreadable',
    422: 'credentials_rejected',
  },
  dossiers: { 401: 'credentials_rejected', 403: 'credentials_rejected', 404: 'partner_unreadable' },
  push: {
    ...documentRefusals,
    401: 'credentials_rejected',
    403: 'dossier_unknown',
    404: 'partner_unreadable',
  },
};

/** No list of i-Suite's error codes is public: its codes and words are read together, the first line that fits decides. */
const told: readonly (readonly [Question, RegExp, ErrorCode])[] = [
  [
    'sign_in',
    /second.?facteur|double.?(authentification|facteur)|\b(2fa|mfa|otp|totp)\b/i,
    'partner_second_factor',
  ],
  ['sign_in', /(?:)/, 'credentials_rejected'],
  [
    'push',
    /dossier.{0,30}(clos|clotur|clôtur|ferm|archiv|inactif)|(clos|cloture|clôtur|ferm|archiv|inactif)\w*.{0,10}dossier/i,
    'dossier_inactive',
  ],
  ['push', /dossier/i, 'dossier_unknown'],
  ['push', /taille|volumineu|trop (gros|grand|lourd)/i, 'document_too_large'],
  ['push', /format|extension|type de (fichier|document)/i, 'format_refused'],
  ['push', /(?:)/, 'document_refused'],
];

/** The error that an answer means: a refusal, a failure told inside a success, or a success that cannot be read. */
export function failureOf(
  question: Question,
  answer: PartnerAnswer,
  facts: Omit<FailureFacts, 'words'>,
): DeliveryError {
  const failure = readBusinessFailure(answer);
  const words = failure?.words ?? '';
  return failAnswer(manifest, answer, codeOf(question, answer, failure), { ...facts, words });
}

function codeOf(
  question: Question,
  { status }: PartnerAnswer,
  failure: ReturnType<typeof readBusinessFailure>,
): ErrorCode {
  if (failure !== null && (status < 300 || status === 400 || status === 422)) {
    const text = [...failure.codes, failure.words].join(' ');
    const line = told.find(([asked, pattern]) => asked === question && pattern.test(text));
    return line?.[2] ?? 'unclassified';
  }
  return codeOfAnswer(
    status,
    tables[question],
    question === 'push' ? 'outcome_unknown' : 'partner_unreadable',
  );
}
