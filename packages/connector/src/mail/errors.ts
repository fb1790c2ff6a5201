/** What went wrong with a mail server: an answer of its own, or none. */
import type { MailAnswer } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { redactSecrets } from '../redact-secrets.ts';
import type { MailServer } from './route.ts';

/** What nodemailer adds to an error. Source: nodemailer/dist/esm/errors.d.ts and smtp-connection. */
export interface SmtpError extends Error {
  readonly code?: string;
  /** The system's code, when `code` is nodemailer's own. */
  readonly originalCode?: string;
  /** The server's whole answer, its number first. */
  readonly response?: string;
  readonly responseCode?: number;
  /** `MAIL FROM`, `RCPT TO`, `DATA`, `AUTH PLAIN`, `STARTTLS`; `CONN` and `API` are not the server's. */
  readonly command?: string;
}

const maxWords = 300;

/**
 * Whether an encrypted connection could not be made: STARTTLS refused, or a certificate that nobody vouches for. A connection
 * that merely broke off meanwhile (`CONN`) says nothing of the kind.
 */
export function isTlsFailure({ code, originalCode = code, command }: SmtpError): boolean {
  if (/^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_)/.test(originalCode ?? '')) return true;
  return code === 'ETLS' && command !== 'CONN';
}

/** A server's words in one line, short, without the password in any of the forms in which it travels. */
export function maskSmtpWords(
  words: string,
  { user, password }: Pick<MailServer, 'user' | 'password'>,
): string {
  const secrets = password === null ? [] : [password, `\0${user ?? ''}\0${password}`];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out of a stranger's words
  const line = redactSecrets(words, secrets).replace(/[\s\x00-\x1f\x7f]+/g, ' ');
  return line.trim().slice(0, maxWords);
}

const steps: Readonly<Record<string, MailAnswer['to']>> = {
  'MAIL FROM': 'sender',
  'RCPT TO': 'recipient',
};

/** The failures of one server, in which its password can never be read. */
export function describeFailures(server: MailServer) {
  const { host, shownAs } = server;
  const partner = shownAs ?? host;
  /** What the network says, without addresses: they would map the network of whoever hosts Navette. */
  const wordsOf = (error: unknown) => {
    const { originalCode, code, name } = error as SmtpError;
    return originalCode ?? code ?? name;
  };
  const messageOf = (error: unknown) => maskSmtpWords((error as Error).message, server);
  const answered = (to: MailAnswer['to'], response: string): MailAnswer => ({
    to,
    status: Number(response.slice(0, 3)),
    enhanced: /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1] ?? null,
    words: maskSmtpWords(response, server),
  });

  return {
    answered,

    /** @returns the answer that an error stands for; `null` when the server did not answer. */
    answerTo(step: 'connection' | 'sign_in' | 'message', error: unknown): MailAnswer | null {
      const { response, responseCode, command = '', code } = error as SmtpError;
      if (responseCode === undefined || response === undefined) {
        const words = messageOf(error);
        // No password, or no way to sign in that both know: it need not be asked.
        if (code === 'EAUTH') return { to: 'sign_in', status: 535, enhanced: null, words };
        // Nor of a mail over the limit that it announced.
        const isTooLarge = code === 'EMESSAGE' && command === 'MAIL FROM';
        return isTooLarge ? { to: 'sender', status: 552, enhanced: '5.3.4', words } : null;
      }
      if (step !== 'message') return answered(step, response);
      // Said while the connection ended: a farewell, or what is left of an answer.
      if (command === 'CONN') return responseCode === 421 ? answered('connection', response) : null;
      return answered(steps[command] ?? (code === 'EMESSAGE' ? 'message' : 'data'), response);
    },

    /** Before anything of a mail was said. */
    notConnected(error: unknown): DeliveryError {
      if (error instanceof DeliveryError)
        return error.code === 'address_refused' ? new DeliveryError('address_refused', { partner }) : error;
      if (!isTlsFailure(error as SmtpError)) return this.notSent(error);
      // Names of certificates are a firm's business for its own server alone.
      const words = shownAs === undefined ? messageOf(error) : wordsOf(error);
      return new DeliveryError('mail_server_tls_failed', { partner, words }, { words });
    },

    /** The connection broke, and the server cannot have the whole mail. */
    notSent(error: unknown): DeliveryError {
      return new DeliveryError('partner_unreachable', { partner }, { words: wordsOf(error) });
    },

    /** The connection broke, and the server may have it. */
    unknown(error: unknown): DeliveryError {
      return new DeliveryError('outcome_unknown', { partner }, { words: wordsOf(error) });
    },
  };
}
