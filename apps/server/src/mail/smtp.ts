/** Handing mails to SMTP servers: one pool of connections per configuration, deadlines, the guard on addresses. */
import { randomUUID } from 'node:crypto';
import type { Readable } from 'node:stream';
import { connectGuarded, type MailServer, maskSmtpWords, smtpSettings } from '@navette/connector';
import { createTransport, type SMTPPoolOptions } from 'nodemailer';
import { translateSmtpError } from './translate-smtp-error.ts';

const connectionMs = 10_000;
const silenceMs = 30_000;
/** A message in all, whatever the server does to keep one waiting. */
const messageMs = 60_000;
const idleMs = 30_000;

export interface Letter {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Who it comes from, instead of the server's own sender; the address stays. */
  readonly fromName?: string | undefined;
}

export interface SmtpOptions {
  /** `host` or `host:port` that may be connected to although they are not public. */
  readonly allowedHosts: readonly string[];
}

export interface Smtp {
  /**
   * Sends one letter to one person. @returns the server's words of acceptance, secrets masked. @throws NavetteError `mail_…`;
   * `mail_outcome_unknown` when the letter had left and no answer came: sending it again may repeat it
   */
  send(letter: Letter, signal?: AbortSignal): Promise<string>;
  /** Ends its connections; those in use too when `force` is set, else after the letter they carry. */
  close(options?: { readonly force: boolean }): void;
}

/** A pool for one server. Nothing is connected before the first letter. */
export function openSmtp(server: MailServer, { allowedHosts }: SmtpOptions): Smtp {
  const { host, port, user, password } = server;
  const options: SMTPPoolOptions & { pool: true } = {
    pool: true,
    ...smtpSettings(server),
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
    ...{ maxConnections: 3, maxRequeues: 2, idleTimeout: idleMs },
    ...{ connectionTimeout: connectionMs, greetingTimeout: connectionMs, socketTimeout: silenceMs },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    getSocket(_options, callback) {
      const signal = AbortSignal.timeout(connectionMs);
      connectGuarded({ host, port, allowedHosts, signal }).then(
        (connection) => callback(null, { connection }),
        (error: Error) => callback(error),
      );
    },
  };
  const transport = createTransport(options);
  // The encoded letters under way, by their id: what of one was read is on its way to the server.
  const bodies = new Map<string, Readable>();
  transport.use('stream', ({ data, message }, done) => {
    message?.processFunc((body) => {
      bodies.set(String(data.messageId), body);
      return body;
    });
    done();
  });
  return {
    async send({ to, subject, text, html, fromName }, signal) {
      const deadline = AbortSignal.timeout(messageMs);
      const messageId = `<${randomUUID()}@${server.from.address.split('@').at(-1)}>`;
      const message = {
        from: { name: fromName ?? server.from.name, address: server.from.address },
        // As one address: a comma in it does not make a second recipient.
        to: { name: '', address: to },
        ...{ messageId, subject, text, html },
        headers: { 'Auto-Submitted': 'auto-generated' },
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      };
      try {
        const sent = await transport.sendMail(message);
        return maskSmtpWords(sent.response, server);
      } catch (error) {
        throw translateSmtpError({
          error,
          server,
          to,
          bodyHasLeft: bodies.get(messageId)?.readableDidRead ?? false,
        });
      } finally {
        bodies.delete(messageId);
      }
    },
    close: (how) => transport.close({ force: how?.force ?? false }),
  };
}
