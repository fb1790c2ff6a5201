/**
 * The built-in SMTP server, which takes mails for return paths and nothing else: no relay, no account, no other mailbox. It answers
 * 250 once the outcome is in the database, and 451 until then, so that the other server keeps what is not settled.
 */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream } from 'smtp-server';
import { createAttemptLimit } from '../http/attempt-limit.ts';
import type { Platform } from '../platform.ts';
import { bouncesPurpose } from './open-return-path.ts';
import { maxBounceBytes } from './read-bounce.ts';
import { type ReturnPath, readReturnPath } from './return-path.ts';
import { takeBounce } from './take-bounce.ts';

export interface BounceListener {
  readonly port: number;
  /** Of this process, since it started. */
  readonly counts: { readonly taken: number; readonly refused: number };
  /** Takes no more connections, ends those that are open. Calling twice is safe. */
  close(): Promise<void>;
}

export interface ListenerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly domain: string;
  /** Files in PEM, for STARTTLS; without them it is not offered. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
}

/** What comes back whole is our own mail, encoded, and its report. Only the beginning is kept. */
const maxMailBytes = 67_108_864;
const clientsAtOnce = 50;
const recipientsAtOnce = 10;
const connectionsPerMinute = 120;
const silenceMs = 60_000;
const closingMs = 2_000;

/** @throws the system's error when the port is taken or a file cannot be read */
export async function startListener(platform: Platform, options: ListenerOptions): Promise<BounceListener> {
  const { domain, host, port, tls } = options;
  const { log, keys, clock } = platform;
  const secret = keys.derive(bouncesPurpose);
  const limit = createAttemptLimit({ attempts: connectionsPerMinute, windowMs: 60_000, clock });
  const counts = { taken: 0, refused: 0 };

  const server = new SMTPServer({
    ...{ name: domain, banner: 'Navette', logger: false, authOptional: true, disableReverseLookup: true },
    ...(tls === null
      ? { disabledCommands: ['AUTH', 'STARTTLS'] }
      : { disabledCommands: ['AUTH'], cert: await readFile(tls.certificate), key: await readFile(tls.key) }),
    ...{ size: maxMailBytes, maxClients: clientsAtOnce, socketTimeout: silenceMs, closeTimeout: closingMs },
    onConnect({ remoteAddress }, callback) {
      try {
        limit.take(remoteAddress);
        callback();
      } catch {
        callback(answer(421, '4.7.0 Too many connections, try again later'));
      }
    },
    onRcptTo({ address }, { envelope }, callback) {
      if (envelope.rcptTo.length >= recipientsAtOnce)
        return callback(answer(452, '4.5.3 Too many recipients'));
      if (pathOf(address) !== null) return callback();
      counts.refused += 1;
      // Whoever tries names does so by thousands.
      if (counts.refused === 1 || counts.refused % 1_000 === 0)
        log.info('Mails for nobody were refused', { refused: counts.refused });
      callback(answer(550, '5.1.1 No such return path here'));
    },
    onData(stream, { envelope }, callback) {
      take(stream, envelope.rcptTo).then(
        (isSettled) => callback(isSettled ? null : answer(451, '4.3.0 Not yet, try again later')),
        (error: unknown) => {
          if (stream.sizeExceeded) return callback(answer(552, '5.3.4 Message too large'));
          log.warn('A mail that came back could not be settled; its server will give it again', { error });
          callback(answer(451, '4.3.0 Try again later'));
        },
      );
    },
  });

  function pathOf(address: string): ReturnPath | null {
    const [token = '', ...rest] = address.toLowerCase().split('@');
    if (rest.join('@') !== domain || !/^[a-z2-7]+$/.test(token)) return null;
    return readReturnPath(secret, `${token}@`);
  }

  async function take(
    stream: SMTPServerDataStream,
    recipients: readonly SMTPServerAddress[],
  ): Promise<boolean> {
    const source = await readBeginning(stream);
    if (stream.sizeExceeded) throw new Error('The mail is too large');
    let isSettled = true;
    for (const { address } of recipients) {
      const path = pathOf(address);
      if (path !== null && (await takeBounce(platform, path, source)) === 'later') isSettled = false;
    }
    if (isSettled) counts.taken += 1;
    return isSettled;
  }

  // A client that leaves in the middle gives its mail again.
  server.on('error', (error) => log.debug('A connection to the listener of bounces broke', { error }));
  await listen(server, host, port);
  let closed: Promise<void> | null = null;
  return {
    port: (server.server.address() as AddressInfo).port,
    counts,
    close() {
      closed ??= new Promise((resolve) => server.close(() => resolve()));
      return closed;
    },
  };
}

async function listen(server: SMTPServer, host: string, port: number): Promise<void> {
  const failed = once(server.server, 'error').then(([error]) => Promise.reject(error));
  server.listen(port, host);
  await Promise.race([once(server.server, 'listening'), failed]);
  failed.catch(() => {});
}

/** Reads to the end, since a mail that is not read to its end is not answered, and keeps the beginning. */
async function readBeginning(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let kept = 0;
  for await (const chunk of stream) {
    if (kept >= maxBounceBytes) continue;
    chunks.push(chunk);
    kept += chunk.length;
  }
  return Buffer.concat(chunks).subarray(0, maxBounceBytes);
}

function answer(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
