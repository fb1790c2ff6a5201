import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { host } from '../listen.ts';
import { matchesAddress } from './behaviour.ts';
import { sendBounce } from './bounce.ts';
import type { Message, Messages } from './messages.ts';

export interface SmtpServer {
  readonly url: string;
  /** Takes up what `messages.behaviour` says now; connections that are open keep the greeting they had. */
  obeyBehaviour(): void;
  close(): Promise<void>;
}

/**
 * Takes every mail, from anyone to anyone, with any password or none, unless `messages.behaviour` says otherwise. It answers
 * 250 once the mail is kept, and sends bounces afterwards.
 */
export async function startSmtp(messages: Messages, port: number, now: () => number): Promise<SmtpServer> {
  const bounces = new Set<Promise<void>>();
  const server = new SMTPServer({
    name: 'sandbox.navette.local',
    banner: 'Navette sandbox',
    authOptional: true,
    allowInsecureAuth: true,
    authMethods: ['PLAIN', 'LOGIN'],
    // Until `obeyBehaviour`: the library warns of its certificate when it is offered from the start.
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth: ({ username, password }, _session, callback) => {
      const { requireAuth } = messages.behaviour;
      const isGood = !requireAuth || (requireAuth.user === username && requireAuth.pass === password);
      if (isGood) callback(null, { user: username ?? 'anyone' });
      else callback(replyWith(535, '5.7.8 Error: authentication failed'));
    },
    onRcptTo: ({ address }, _session, callback) => {
      const { refuseRecipients, deferRecipients } = messages.behaviour;
      if (matchesAddress(refuseRecipients, address)) {
        callback(replyWith(550, `5.1.1 <${address}>: Recipient address rejected: User unknown`));
      } else if (matchesAddress(deferRecipients, address)) {
        callback(replyWith(451, `4.2.1 <${address}>: Mailbox is busy, try again later`));
      } else {
        callback();
      }
    },
    onData: (stream, session, callback) => {
      receive(messages, stream, session, now).then(
        (message) => {
          callback(null, 'Message kept');
          const bounce = bounceBack(messages, message, now).finally(() => bounces.delete(bounce));
          bounces.add(bounce);
        },
        (error: Error) => callback(error),
      );
    },
  });
  const obeyBehaviour = () => {
    const { maxBytes, requireAuth, startTls } = messages.behaviour;
    Object.assign(server.options, {
      size: maxBytes,
      authOptional: requireAuth === null,
      disabledCommands: startTls ? [] : ['STARTTLS'],
    });
  };
  obeyBehaviour();
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
    obeyBehaviour,
    async close() {
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all(bounces);
    },
  };
}

async function receive(
  messages: Messages,
  stream: SMTPServerDataStream,
  session: SMTPServerSession,
  now: () => number,
): Promise<Message> {
  const path = messages.incomingPath(randomUUID());
  try {
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }));
    if (stream.sizeExceeded) throw replyWith(552, '5.3.4 Error: message too large');
    const { mailFrom, rcptTo } = session.envelope;
    const envelope = {
      from: mailFrom ? mailFrom.address : '',
      to: rcptTo.map((recipient) => recipient.address),
    };
    return await messages.add(path, envelope, new Date(now()).toISOString());
  } finally {
    await rm(path, { force: true });
  }
}

/** Nothing is ever sent back to the null sender: two mail systems would answer each other for ever. */
async function bounceBack(messages: Messages, message: Message, now: () => number): Promise<void> {
  const { bounceRecipients, bounceVia, bounceStatus: status } = messages.behaviour;
  const { from: returnTo, to } = message.envelope;
  if (returnTo === '') return;
  const arrivedAt = new Date(now());
  const header = messages.readHeader(message.id);
  for (const recipient of to.filter((address) => matchesAddress(bounceRecipients, address))) {
    try {
      if (bounceVia === null) throw new Error('no relay to bounce through');
      await sendBounce({ recipient, status, returnTo, header, arrivedAt }, bounceVia);
      messages.noteBounce(message.id, { recipient, status, sentAt: arrivedAt.toISOString(), error: null });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      messages.noteBounce(message.id, { recipient, status, sentAt: null, error: words });
    }
  }
}

function replyWith(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
