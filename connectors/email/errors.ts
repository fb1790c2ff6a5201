/** What mail servers answer, in our errors. */
import {
  type AnswerFacts,
  DeliveryError,
  type DocumentFacts,
  type MailAnswer,
  type Manifest,
  maxBytesFor,
} from '@navette/connector';
import type { ErrorCode } from '@navette/model';
import { extensions } from './formats.ts';

/** One line of the table: the first that fits decides. */
interface Rule {
  readonly to?: readonly MailAnswer['to'][];
  /** Of the enhanced status (RFC 3463), where servers use one number for several things. */
  readonly enhanced?: RegExp;
  readonly status?: RegExp;
  readonly words?: RegExp;
  readonly code: ErrorCode;
}

/**
 * | answer to | 4xx | 5xx |
 * |---|---|---|
 * | connection, sign-in | passing | the mail server refuses |
 * | sender | passing | the mail server refuses; too large where it says so (it is told the size with the sender) |
 * | recipient | passing: greylisting, a full queue | the address; the mail server where it wants a sign-in, or does not relay |
 * | data, message | passing | too large; the address, for servers that look at it last; else the document |
 *
 * An answer below 400 to anything but the whole message is none that SMTP knows. Sources: RFC 5321 §4.2 and §4.3.2, RFC 3463 §3,
 * RFC 4954 §6, RFC 1870 §6.
 */
const rules: readonly Rule[] = [
  { status: /^4/, code: 'partner_error' },
  { status: /^53[0458]$/, code: 'mail_server_refused' },
  { to: ['connection', 'sign_in'], code: 'mail_server_refused' },
  { enhanced: /^5\.(3\.4|2\.3)$/, code: 'document_too_large' },
  { to: ['sender', 'data', 'message'], status: /^552$/, code: 'document_too_large' },
  { to: ['sender'], code: 'mail_server_refused' },
  // No number says that a server does not know who is sending: all of them say it with this word.
  { to: ['recipient'], enhanced: /^5\.7\./, words: /\brelay/i, code: 'mail_server_refused' },
  { to: ['recipient'], code: 'collect_address_refused' },
  { enhanced: /^5\.1\.[1-6]$/, code: 'collect_address_refused' },
  { enhanced: /^5\.1\.[78]$/, code: 'mail_server_refused' },
  { to: ['data', 'message'], status: /^5/, code: 'document_refused' },
];

function codeOf(answer: MailAnswer): ErrorCode {
  const fits = ({ to, enhanced, status, words }: Rule) =>
    (to?.includes(answer.to) ?? true) &&
    (enhanced?.test(answer.enhanced ?? '') ?? true) &&
    (status?.test(String(answer.status)) ?? true) &&
    (words?.test(answer.words) ?? true);
  return rules.find(fits)?.code ?? 'unclassified';
}

/** The error that a refusal means. @param to the mailbox that was written to, where one was */
export function failureOf(
  manifest: Manifest,
  answer: MailAnswer,
  about?: { readonly to: string; readonly document: DocumentFacts },
): DeliveryError {
  const { words } = answer;
  const facts: AnswerFacts = { words };
  const params = about === undefined ? {} : { key: about.to, ...documentParams(manifest, about.document) };
  return new DeliveryError(codeOf(answer), { partner: manifest.partner, words, ...params }, facts);
}

/** What sentences about a document may say of it. */
export function documentParams({ limits }: Manifest, { sizeBytes, mediaType }: DocumentFacts) {
  return {
    size: sizeBytes,
    limit: maxBytesFor(limits, mediaType),
    format: formatName(mediaType),
    accepted: [...new Set(limits.mediaTypes.map(formatName))].join(', '),
  };
}

function formatName(mediaType: string): string {
  return (extensions[mediaType] ?? mediaType.replace(/^.*\//, '')).toUpperCase();
}
