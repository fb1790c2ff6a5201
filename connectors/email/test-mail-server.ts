/** A real mail server for the tests: TLS, AUTH, a store of its own on disk, and refusals or cuts when it is told to. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { MailServer } from '@navette/connector';
import { mailCertificate } from '@navette/testkit';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export const password = 'secret-planté & "cité"';

export type Order =
  /** Answers a step with a refusal: `550 5.1.1 no such user`. */
  | {
      readonly kind: 'answer';
      readonly to: 'sign_in' | 'sender' | 'recipient' | 'message';
      readonly with: string;
    }
  /** Cuts the connection: at the recipient, after some bytes of the message, or once it is stored. */
  | { readonly kind: 'cut'; readonly when: 'before' | 'middle' | 'after' }
  /** Stores the message and says nothing. */
  | { readonly kind: 'withhold' };

/** A mail as it lies in the store. */
export interface StoredMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly isEncrypted: boolean;
  readonly raw: Buffer;
  readonly headers: ReadonlyMap<string, string>;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { name: string; mediaType: string; content: Buffer; sha256: string }[];
}

export interface TestMailServer {
  /** How a firm whose server this is would have set it. */
  readonly settings: MailServer;
  stored(): Promise<readonly StoredMail[]>;
  /** Until the next order; `null` takes mails again. */
  obey(order: Order | null): void;
  /** Bytes that came in, of all connections. */
  receivedBytes(): number;
  stop(): Promise<void>;
}

const middleBytes = 100_000;

/** Starts a server that this process trusts until it stops. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const folder = await mkdtemp(join(tmpdir(), 'navette-mail-'));
  const store: { file: string; session: SMTPServerSession; parsed?: Promise<StoredMail> }[] = [];
  const sockets = new Map<number, Socket>();
  let order: Order | null = null;
  let closedBytes = 0;
  const cut = ({ remotePort }: SMTPServerSession) => void sockets.get(remotePort)?.destroy();
  const refusalOf = (step: string): Error | null => {
    if (order?.kind !== 'answer' || order.to !== step) return null;
    const [, code, text] = /^(\d{3}) (.*)$/s.exec(order.with) ?? [];
    return Object.assign(new Error(text), { responseCode: Number(code) });
  };

  async function take(
    stream: AsyncIterable<Buffer>,
    session: SMTPServerSession,
  ): Promise<string | undefined> {
    const socket = sockets.get(session.remotePort);
    const gone = new AbortController();
    socket?.once('close', () => gone.abort());
    const file = join(folder, `${store.length + 1}-${session.id}.eml`);
    const isCut = order?.kind === 'cut' && order.when === 'middle';
    await pipeline(
      stream,
      async function* pass(source: AsyncIterable<Buffer>) {
        let seenBytes = 0;
        for await (const chunk of source) {
          seenBytes += chunk.length;
          if (isCut && seenBytes > middleBytes) cut(session);
          yield chunk;
        }
      },
      createWriteStream(file, { flush: true }),
      { signal: gone.signal },
    );
    const refused = refusalOf('message');
    if (refused !== null) throw refused;
    store.push({ file, session: { ...session, envelope: structuredClone(session.envelope) } });
    if (order?.kind === 'cut' && order.when === 'after') return void cut(session);
    if (order?.kind === 'withhold') return undefined;
    return `gardé ${store.length}`;
  }

  const server = new SMTPServer({
    ...mailCertificate,
    ...{ disableReverseLookup: true, closeTimeout: 100, size: 25_000_000 },
    ...options,
    onAuth(auth, _session, done) {
      // A server that repeats what it was given: what it says must not be shown as it is.
      const wrong = Object.assign(new Error(`mot de passe ${auth.password} refusé`), { responseCode: 535 });
      const refused = refusalOf('sign_in') ?? (auth.password === password ? null : wrong);
      done(refused, refused === null ? { user: auth.username } : undefined);
    },
    onMailFrom: (_address, _session, done) => done(refusalOf('sender')),
    onRcptTo({ address }, session, done) {
      if (order?.kind === 'cut' && order.when === 'before') return cut(session);
      const unknown = Object.assign(new Error('5.1.1 No such user here'), { responseCode: 550 });
      done(address.includes('inconnu') ? unknown : refusalOf('recipient'));
    },
    onData(stream, session, done) {
      take(stream, session).then(
        (words) => words !== undefined && done(null, words),
        (error: Error) => done(error),
      );
    },
  });
  // A client that leaves in the middle is not an event here.
  server.on('error', () => {});
  server.server.on('connection', (socket: Socket) => {
    const { remotePort = 0 } = socket;
    sockets.set(remotePort, socket);
    socket.once('close', () => {
      closedBytes += socket.bytesRead;
      sockets.delete(remotePort);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const trusted = getCACertificates('default');
  setDefaultCACertificates([...trusted, mailCertificate.cert]);

  const isSecure = options.secure === true;
  return {
    settings: {
      ...{ host: 'localhost', port: (server.server.address() as AddressInfo).port },
      security: isSecure ? 'tls' : 'starttls',
      ...{ user: 'cabinet', password },
      from: { name: 'Cabinet "Morvan", & Cie', address: 'pieces@cabinet.example' },
    },
    stored: () =>
      Promise.all(
        store.map((entry) => {
          entry.parsed ??= readMail(entry.file, entry.session);
          return entry.parsed;
        }),
      ),
    obey(next) {
      order = next;
    },
    receivedBytes: () =>
      closedBytes + [...sockets.values()].reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    async stop() {
      setDefaultCACertificates(trusted);
      for (const socket of sockets.values()) socket.destroy();
      await new Promise<void>((resolve) => server.close(resolve));
      await rm(folder, { recursive: true });
    },
  };
}

async function readMail(file: string, { envelope, secure }: SMTPServerSession): Promise<StoredMail> {
  const raw = await readFile(file);
  const email = await PostalMime.parse(raw);
  return {
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address),
    isEncrypted: secure,
    raw,
    headers: new Map(email.headers.map(({ key, value }) => [key, value])),
    subject: email.subject ?? '',
    text: email.text ?? '',
    attachments: email.attachments.map(({ filename, mimeType, content }) => {
      const bytes = Buffer.from(new Uint8Array(typeof content === 'string' ? Buffer.from(content) : content));
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return { name: filename ?? '', mediaType: mimeType, content: bytes, sha256 };
    }),
  };
}
