import { isTlsFailure, type MailServer, maskSmtpWords, type SmtpError } from '@navette/connector';
import { type ErrorCode, NavetteError } from '@navette/model';

/** The connection ended without an answer of the server. */
const cutCodes = new Set(['ECONNECTION', 'ESOCKET', 'ETIMEDOUT', 'EABORT', 'EPROTOCOL']);

export interface SmtpFailure {
  readonly error: unknown;
  readonly server: MailServer;
  readonly to: string;
  /** Whether the message had begun to leave: when no answer came then, nobody knows. */
  readonly bodyHasLeft: boolean;
}

/** A failure of SMTP with its code of the catalogue, and the server's words without secrets. */
export function translateSmtpError({ error, server, to, bodyHasLeft }: SmtpFailure): NavetteError {
  if (error instanceof NavetteError && error.code !== 'address_refused') return error;
  const failure = error as SmtpError;
  const code = codeOf(failure, bodyHasLeft);
  const { host, shownAs = host, port, from } = server;
  const words = maskSmtpWords(failure.response ?? failure.message, server);
  return new NavetteError(code, { host: shownAs, port, to, from: from.address, words }, error);
}

function codeOf(error: SmtpError, bodyHasLeft: boolean): ErrorCode {
  if (error instanceof NavetteError) return 'mail_address_refused';
  if (error.responseCode !== undefined) return codeOfAnswer(error.responseCode, error.command);
  if (error.code === 'EENVELOPE') return 'mail_recipient_refused';
  if (bodyHasLeft) return 'mail_outcome_unknown';
  const system = error.originalCode ?? error.code ?? '';
  if (system === 'ENOTFOUND' || system === 'EAI_NODATA') return 'mail_host_unknown';
  if (isTlsFailure(error)) return 'mail_tls_failed';
  // The pool has no code for a letter that waited in it when it was closed.
  if (error.code === undefined || cutCodes.has(error.code) || /^E[A-Z_]+$/.test(system))
    return 'mail_unreachable';
  return 'mail_refused';
}

/** RFC 5321 §4.2: 4yz may pass later, 5yz will not. 530 and 538 ask for a sign-in, whichever command they answer. */
function codeOfAnswer(status: number, command = ''): ErrorCode {
  if (command === 'STARTTLS') return 'mail_tls_failed';
  if (status >= 400 && status < 500) return 'mail_deferred';
  if (command.startsWith('AUTH') || status === 530 || status === 535 || status === 538)
    return 'mail_refused_sign_in';
  if (command === 'MAIL FROM') return 'mail_sender_refused';
  return command === 'RCPT TO' ? 'mail_recipient_refused' : 'mail_refused';
}
