/** One SSH connection with its SFTP channel. */
import { createHash } from 'node:crypto';
import type { Duplex } from 'node:stream';
import { type Connection, type ConnectorContext, DeliveryError } from '@navette/connector';
import ssh2, { type Client, type SFTPWrapper } from 'ssh2';
import { connectFailureOf, failWith } from './errors.ts';
import type { Settings } from './settings.ts';

export interface SftpConnection extends Connection {
  readonly sftp: SFTPWrapper;
  /** `SHA256:…`, as `ssh-keygen -l` writes it. */
  readonly hostKey: string;
  /** Found out by the first rename, and by the first document of several pieces. */
  makesLinks?: boolean;
  writesInOrder?: boolean;
}

/** What ssh2 offers, without what still rests on SHA-1; first the ciphers that Node has built in, many times as fast as the other. */
const algorithms: ssh2.Algorithms = {
  cipher: ['aes128-gcm@openssh.com', 'aes256-gcm@openssh.com', 'aes256-ctr', 'chacha20-poly1305@openssh.com'],
  serverHostKey: { remove: 'ssh-rsa', append: [], prepend: [] },
  hmac: { remove: ['hmac-sha1', 'hmac-sha1-etm@openssh.com'], append: [], prepend: [] },
};

const keepaliveMs = 15_000;
/** How long a server has to take its leave. */
const goodbyeMs = 1_000;

/**
 * Connects and signs in. The server's key is compared before anything secret is sent.
 * @param knownKey the fingerprint demanded; empty takes any
 * @throws DeliveryError `host_key_changed`, `credentials_rejected`, `partner_second_factor`, `address_refused`, `partner_unreachable`
 */
export async function connectSftp(
  context: ConnectorContext,
  settings: Settings,
  knownKey: string,
  signal: AbortSignal,
): Promise<SftpConnection> {
  refuseUnusable(settings);
  const { host, port } = settings;
  const client = new ssh2.Client();
  const gone = new AbortController();
  let hostKey = '';
  let refusal: DeliveryError | null = null;

  const verifyHost = (key: Buffer): boolean => {
    hostKey = fingerprintOf(key);
    if (knownKey === '' || hostKey === knownKey) return true;
    const params = { partner: host, host, found: hostKey, known: knownKey };
    refusal = new DeliveryError('host_key_changed', params, { words: hostKey });
    return false;
  };

  client.on('keyboard-interactive', (_name, _instructions, _language, prompts, answer) => {
    // One hidden question is the password, asked another way; anything else is a second factor.
    const isPassword = prompts.length === 1 && prompts[0]?.echo !== true;
    if (prompts.length > 0 && !isPassword) refusal = failWith('partner_second_factor', 'keyboard', settings);
    answer(isPassword ? [settings.password] : []);
  });

  // The socket itself: ssh2 leaves one alone that has said its farewell, or was said one.
  const socket = await context.connect({ host, port }, signal).catch((error: unknown) => {
    throw connectFailureOf(signal.aborted ? signal.reason : error, settings);
  });
  const abort = () => socket.destroy();
  signal.addEventListener('abort', abort, { once: true });
  try {
    signal.throwIfAborted();
    const ready = Promise.withResolvers<void>();
    client.on('ready', ready.resolve);
    // For good: an error that comes once nobody waits must not end the process.
    client.on('error', ready.reject);
    client.on('close', () => {
      socket.destroy();
      ready.reject(new Error('the connection was closed'));
      gone.abort(new Error('the connection was closed'));
    });
    client.connect({ sock: socket, hostVerifier: verifyHost, ...signInOptions(settings) });
    await ready.promise;
    const sftp = await openChannel(client, socket, gone.signal);
    return { sftp, hostKey, gone: gone.signal, close: () => closeClient(client, socket, gone.signal) };
  } catch (error) {
    socket.destroy();
    throw refusal ?? connectFailureOf(signal.aborted ? signal.reason : error, settings);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** What is wrong with them whatever the server says: nothing to sign in with, a key that is none, the passphrase of another. */
function refuseUnusable(settings: Settings): void {
  const { secrets, privateKey, passphrase } = settings;
  if (secrets.length === 0)
    throw failWith('credentials_rejected', 'no password and no private key', settings);
  const key = privateKey === '' ? null : ssh2.utils.parseKey(privateKey, passphrase);
  if (key instanceof Error) throw failWith('credentials_rejected', key, settings);
}

function signInOptions({ username, password, privateKey, passphrase }: Settings): ssh2.ConnectConfig {
  return {
    ...{ username, algorithms, readyTimeout: 0, keepaliveInterval: keepaliveMs, keepaliveCountMax: 3 },
    ...(password !== '' && { password, tryKeyboard: true }),
    ...(privateKey !== '' && { privateKey, ...(passphrase !== '' && { passphrase }) }),
  };
}

async function openChannel(client: Client, socket: Duplex, gone: AbortSignal): Promise<SFTPWrapper> {
  const { promise, resolve, reject } = Promise.withResolvers<SFTPWrapper>();
  gone.addEventListener('abort', () => reject(gone.reason), { once: true });
  client.sftp((error, opened) => (error ? reject(error) : resolve(opened)));
  const sftp = await promise;
  // A connection whose channel ended is good for nothing.
  sftp.on('close', () => socket.destroy());
  sftp.on('error', () => socket.destroy());
  return sftp;
}

async function closeClient(client: Client, socket: Duplex, gone: AbortSignal): Promise<void> {
  if (gone.aborted) return;
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  gone.addEventListener('abort', () => resolve(), { once: true });
  AbortSignal.timeout(goodbyeMs).addEventListener('abort', () => socket.destroy(), { once: true });
  client.end();
  await closed;
}

function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
