/** A real SMTP server that keeps what it takes, and refuses when told to. */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterAll } from 'vitest';
import { waitFor } from './wait-for.ts';

/** At which point of the dialogue, and with which answer. `cut` ends the connection once the message is there, unanswered. */
export type MailRefusal =
  | { readonly at: 'auth' | 'sender' | 'recipient' | 'data'; readonly code: number }
  | 'cut';

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came over TLS. */
  readonly isEncrypted: boolean;
  readonly user: string | null;
  readonly email: Email;
}

export interface TestMailServer {
  readonly port: number;
  /** For `NAVETTE_SMTP_URL`. */
  readonly url: string;
  readonly received: readonly ReceivedMail[];
  /** Connections made since it started. */
  readonly connections: number;
  /** What the next mails meet; `null` takes them again. */
  refuse(refusal: MailRefusal | null): void;
  /** The newest mail to an address, once it is there. @throws Error past the deadline */
  mailTo(address: string): Promise<ReceivedMail>;
}

/** Call it at the top of a test file; it is closed after its last test. Takes the password `secret-planté` alone. */
export async function testMailServer(options: SMTPServerOptions = {}): Promise<TestMailServer> {
  const received: ReceivedMail[] = [];
  let refusal: MailRefusal | null = null;
  let connections = 0;
  const refuseAt = (at: string): Error | null =>
    refusal !== null && refusal !== 'cut' && refusal.at === at
      ? Object.assign(new Error('refusé par le serveur d’essai'), { responseCode: refusal.code })
      : null;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 100,
    ...options,
    onConnect(_session, callback) {
      connections += 1;
      callback();
    },
    onAuth({ username, password }, _session, callback) {
      // A server that repeats the password it was given: what it says must not be shown as it is.
      const wrong = Object.assign(new Error(`mot de passe ${password} refusé`), { responseCode: 535 });
      const refused = refuseAt('auth') ?? (password === 'secret-planté' ? null : wrong);
      callback(refused, refused ? undefined : { user: username });
    },
    onMailFrom: (_address, _session, callback) => callback(refuseAt('sender')),
    onRcptTo: (_address, _session, callback) => callback(refuseAt('recipient')),
    onData(stream, session, callback) {
      (async () => {
        const email = await PostalMime.parse(Buffer.concat(await stream.toArray()));
        if (refusal === 'cut') {
          for (const connection of server.connections) connection.close();
          return;
        }
        const refused = refuseAt('data');
        if (refused) return callback(refused);
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          isEncrypted: session.secure,
          user: typeof session.user === 'string' ? session.user : null,
          email,
        });
        callback(null, 'gardé');
      })().catch(callback);
    },
  });
  // A client that leaves in the middle is not an event here.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  afterAll(() => new Promise<void>((resolve) => server.close(resolve)));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    received,
    get connections() {
      return connections;
    },
    refuse(next) {
      refusal = next;
    },
    mailTo: (address) => waitFor(async () => received.findLast(({ to }) => to.includes(address))),
  };
}
