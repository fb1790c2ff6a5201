/** A WebDAV server's answers, in our errors. Sources: RFC 4918, RFC 9110. */
import {
  type AnswerTable,
  codeOfAnswer,
  DeliveryError,
  failAnswer,
  type PartnerAnswer,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { manifest } from './manifest.ts';

/**
 * | status | means |
 * |---|---|
 * | 2xx that was not expected | unreadable: a sign-in page; to a rename outcome unknown |
 * | 3xx | unreadable: another address. Redirects are not followed |
 * | 401 | credentials |
 * | 403 | forbidden: the account may not write there |
 * | 404, 409 | missing: the folder, or what is above it; of what was there a moment ago, passing |
 * | 405 of the folder itself | missing: no WebDAV at that address |
 * | 413 | document: larger than the server takes |
 * | 400, 414, 415, 422 of a document | document |
 * | 429 | busy |
 * | 507 | full |
 * | 504 | passing; to a rename outcome unknown: a gateway gave up waiting |
 * | 408, 423 (locked by somebody), 424, other 5xx | passing |
 *
 * A 207 means what the first failure inside it does. 412 is no error: the name is taken. Nothing that fails leaves the outcome
 * unknown here, but for an answer to the rename that is lost or says nothing: a document under its temporary name is not delivered.
 */
const table: AnswerTable = {
  400: 'document_refused',
  401: 'credentials_rejected',
  403: 'destination_forbidden',
  404: 'destination_missing',
  405: 'destination_missing',
  409: 'destination_missing',
  413: 'document_refused',
  414: 'document_refused',
  415: 'document_refused',
  422: 'document_refused',
  424: 'partner_error',
  507: 'destination_full',
};

const goneTable: AnswerTable = { ...table, 404: 'partner_error', 409: 'partner_error' };

export interface ServerFacts {
  /** The folder, as people know it. */
  readonly folder: string;
  readonly secrets: readonly string[];
  /** A moment ago what was asked for was there: that it is gone says nothing of the folder. */
  readonly wasThere?: boolean;
  /** What a success means that was not expected; unreadable unless given. */
  readonly whenGood?: ErrorCode;
}

/** The error that an answer means. */
export function failureOf(
  answer: PartnerAnswer,
  { folder, secrets, wasThere = false, whenGood = 'partner_unreadable' }: ServerFacts,
): DeliveryError {
  const status = innerStatus(answer) ?? answer.status;
  const code = codeOfAnswer(status, wasThere ? goneTable : table, whenGood);
  const failure = failAnswer(manifest, { ...answer, status }, code, { secrets, words: wordsOf(answer) });
  return new DeliveryError(code, { ...failure.params, folder }, failure.answer);
}

/** A failure about another file than the one asked for comes inside a 207: a lock on the folder above (RFC 4918 § 13). */
function innerStatus({ status, text }: PartnerAnswer): number | null {
  if (status !== 207) return null;
  const inner = [...text.matchAll(/HTTP\/1\.\d (\d{3})/g)].map(([, digits]) => Number(digits));
  // 424: it failed because of the other one.
  return inner.find((each) => each >= 400 && each !== 424) ?? null;
}

/** What sabre/dav (Nextcloud, ownCloud, Baïkal) says in its errors; pages of other servers are not words. */
function wordsOf({ text }: PartnerAnswer): string {
  return /<s:message>([^<]*)<\/s:message>/.exec(text)?.[1] ?? '';
}
