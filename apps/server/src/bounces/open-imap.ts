import { DeliveryError, guardTarget, redactSecrets } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { ImapFlow } from 'imapflow';
import { cleanWords } from './clean-words.ts';

/** A mailbox where bounces arrive. */
export interface BounceMailbox {
  /** A name or an address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** `tls`: from the first byte; `starttls`: demanded; `none`: in clear. */
  readonly security: 'none' | 'starttls' | 'tls';
  readonly user: string;
  readonly password: string;
  readonly folder: string;
}

const connectionMs = 10_000;
const silenceMs = 30_000;
const maxResponseBytes = 16_777_216;

/** What imapflow adds to an error. Source: imapflow/dist/esm/errors.d.ts. */
interface ImapError extends Error {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly responseText?: string;
  /** Of the upgrade to TLS. */
  readonly tlsFailed?: boolean;
}

/**
 * Signs in to a mailbox, by a guarded connection that ends when `signal` aborts. The caller calls `close`.
 * @param allowedHosts `host` or `host:port` that may be connected to although they are not public
 * @throws NavetteError `mail_address_refused`, `mail_tls_failed`, `mail_refused_sign_in`, `mailbox_unreachable`
 */
export async function openImap(
  mailbox: BounceMailbox,
  allowedHosts: readonly string[],
  signal: AbortSignal,
): Promise<ImapFlow> {
  const { host, port, security, user, password } = mailbox;
  let client: ImapFlow | null = null;
  const abort = () => client?.close();
  try {
    signal.throwIfAborted();
    client = new ImapFlow({
      ...{ host, port, secure: security === 'tls' },
      doSTARTTLS: security === 'tls' ? undefined : security === 'starttls',
      auth: { user, pass: password },
      // Both `net.connect` and `tls.connect` are given these options.
      tls: { lookup: guardTarget({ host, port, allowedHosts }) } as object,
      ...{ logger: false, disableAutoIdle: true },
      ...{ connectionTimeout: connectionMs, greetingTimeout: connectionMs, socketTimeout: silenceMs },
      ...{ maxLineLength: maxResponseBytes, maxLiteralSize: maxResponseBytes },
      maxResponseSize: 2 * maxResponseBytes,
    });
    // A connection that breaks fails the command under way, and that is enough.
    client.on('error', () => {});
    signal.addEventListener('abort', abort, { once: true });
    client.once('close', () => signal.removeEventListener('abort', abort));
    await client.connect();
    return client;
  } catch (error) {
    client?.close();
    throw translateImapError(signal.aborted ? signal.reason : error, mailbox);
  }
}

/** A failure of IMAP with its code of the catalogue, and the server's words without secrets. */
export function translateImapError(
  error: unknown,
  { host, port, user, password }: BounceMailbox,
): NavetteError {
  if (error instanceof DeliveryError) return new NavetteError('mail_address_refused', { host }, error);
  if (error instanceof NavetteError) return error;
  const failure = error as ImapError;
  const secrets = [password, `\0${user}\0${password}`];
  const words = cleanWords(redactSecrets(failure.responseText ?? failure.message, secrets)).slice(0, 300);
  if (failure.authenticationFailed) return new NavetteError('mail_refused_sign_in', { host, words }, error);
  const isOfTls = /^(ERR_SSL|ERR_TLS|CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|EPROTO)/.test(
    failure.code ?? '',
  );
  if (isOfTls || failure.tlsFailed) return new NavetteError('mail_tls_failed', { host, words }, error);
  return new NavetteError('mailbox_unreachable', { host, port, words }, error);
}
