import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { host } from '../listen.ts';
import type { Messages } from './messages.ts';

const maxBytes = 50_000_000;

export interface SmtpServer {
  readonly url: string;
  close(): Promise<void>;
}

/** Takes every mail, from anyone to anyone, with any password or none. It answers 250 once the mail is kept. */
export async function startSmtp(messages: Messages, port: number, now: () => number): Promise<SmtpServer> {
  const server = new SMTPServer({
    name: 'sandbox.navette.local',
    banner: 'Navette sandbox',
    size: maxBytes,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth: (credentials, _session, callback) => callback(null, { user: credentials.username ?? 'anyone' }),
    onData: (stream, session, callback) => {
      receive(messages, stream, session, now).then(
        () => callback(null, 'Message kept'),
        (error: Error) => callback(error),
      );
    },
  });
  // A client that leaves half-way is not an event here: nothing was kept.
  server.on('error', () => undefined);
  const listening = await new Promise<number>((resolve, reject) => {
    server.server.once('error', reject);
    server.listen(port, host, () => {
      server.server.off('error', reject);
      const address = server.server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
  return {
    url: `smtp://${host}:${listening}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function receive(
  messages: Messages,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  now: () => number,
): Promise<void> {
  const path = messages.incomingPath(randomUUID());
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    if (stream.sizeExceeded) {
      throw Object.assign(new Error('Message too large'), { responseCode: 552 });
    }
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map((recipient) => recipient.address),
    };
    await messages.add(path, envelope, new Date(now()).toISOString());
  } finally {
    await rm(path, { force: true });
  }
}
