/** One connection to an SMTP server: opened, encrypted, signed in; then at most one mail. */
import type { LookupFunction, Socket } from 'node:net';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { MailAnswer } from '../contract.ts';
import { DeliveryError } from '../delivery-error.ts';
import { connectGuarded } from '../guarded-connect.ts';
import { describeFailures, type SmtpError } from './errors.ts';
import type { StartedMessage } from './message.ts';
import type { MailServer } from './route.ts';

const connectionMs = 10_000;
/** Some servers keep callers waiting on purpose, to tell them from those that send junk. */
const greetingMs = 30_000;
/** Without a byte; how long a mail may take in all is for the caller's signal to say. */
const silenceMs = 300_000;
const farewellMs = 2_000;

export interface SmtpDialogue extends AsyncDisposable {
  /** The answer to the sign-in, or to the connection where nobody signs in; from 300 on it is no welcome. */
  readonly welcome: MailAnswer;
  /** @returns the answer that decided. @throws DeliveryError `outcome_unknown`, `bytes_missing`, `partner_unreachable` */
  send(returnPath: string, to: string, message: StartedMessage): Promise<MailAnswer>;
}

export interface SmtpDialogueOptions {
  readonly allowedHosts: readonly string[];
  readonly lookup?: LookupFunction;
}

/** How nodemailer is told of a server, for the connectors' mails and for the platform's letters alike. */
export function smtpSettings({ host, port, security }: MailServer) {
  return {
    ...{ host, port, secure: security === 'tls' },
    ...{ requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
  };
}

/** Connects and signs in. @throws DeliveryError `partner_unreachable`, `mail_server_tls_failed`, `address_refused` */
export async function openSmtpDialogue(
  server: MailServer,
  options: SmtpDialogueOptions,
  signal: AbortSignal,
): Promise<SmtpDialogue> {
  const failures = describeFailures(server);
  const line = await openLine(server, options, signal).catch((error: unknown) => {
    throw failures.notConnected(error);
  });
  const { connection } = line;
  let isMidway = false;

  async function greet(): Promise<MailAnswer> {
    await line.step((done) => connection.connect(done));
    const { user, password } = server;
    if (user === null) return failures.answered('connection', '220');
    // Without this the mail would leave unsigned, or the password in clear: neither is what was set.
    if (!connection.allowsAuth) return failures.answered('sign_in', '503 AUTH not offered');
    const credentials = { user, pass: password ?? '' };
    await line.step((done) => connection.login({ credentials }, done));
    return failures.answered('sign_in', '235');
  }

  const welcome = await greet().catch((error: unknown) => {
    const answer = isTlsRefusal(error)
      ? null
      : failures.answerTo(connection.allowsAuth ? 'sign_in' : 'connection', error);
    if (answer !== null) return answer;
    line.cut();
    throw failures.notConnected(error);
  });

  return {
    welcome,
    async send(returnPath, to, { body, sizeBytes, progress }) {
      isMidway = true;
      const envelope = { from: returnPath, to: [to], size: sizeBytes };
      try {
        const sent = await line.step<{ response: string }>((done) => connection.send(envelope, body, done));
        // A server that says yes before it has the whole did not understand.
        if (!progress.isComplete) throw failures.unknown(new Error('answered before the end'));
        isMidway = false;
        return failures.answered('message', sent.response);
      } catch (error) {
        if (progress.sourceFailure !== null) throw progress.sourceFailure;
        if (error instanceof DeliveryError) throw error;
        const answer = failures.answerTo('message', error);
        // A farewell to a message that may be whole says nothing of it.
        const isOutcome = answer !== null && !(progress.isComplete && answer.to === 'connection');
        if (!isOutcome) throw progress.isComplete ? failures.unknown(error) : failures.notSent(error);
        isMidway = body.readableDidRead;
        return answer;
      } finally {
        body.on('error', () => {}).destroy();
      }
    },
    async [Symbol.asyncDispose]() {
      // What is cut in the middle can never be taken for whole, which a farewell behind it could.
      if (isMidway || signal.aborted || connection.destroyed) return line.cut();
      setTimeout(() => line.cut(), farewellMs).unref();
      connection.once('end', () => line.cut());
      connection.quit();
    },
  };
}

/** A STARTTLS that is refused for good: this server does not do what the settings ask for. */
function isTlsRefusal(error: unknown): boolean {
  const { command, responseCode } = error as { command?: string; responseCode?: number };
  return command === 'STARTTLS' && (responseCode ?? 0) >= 500;
}

function cutShort(code: string): SmtpError {
  return Object.assign(new Error(code), { code });
}

interface Line {
  readonly connection: SMTPConnection;
  /** One exchange; rejects as soon as the connection breaks or the signal aborts. */
  step<Value>(start: (done: (error?: Error | null, value?: Value) => void) => void): Promise<Value>;
  /** Ends the connection at once, whatever it was doing. Calling twice is safe. */
  cut(): void;
}

async function openLine(
  server: MailServer,
  options: SmtpDialogueOptions,
  signal: AbortSignal,
): Promise<Line> {
  const { host, port } = server;
  const impatient = AbortSignal.any([signal, AbortSignal.timeout(connectionMs)]);
  const socket: Socket = await connectGuarded({ ...options, host, port, signal: impatient });
  // A dialogue of short lines, each of which would wait for the last one's acknowledgement.
  socket.setNoDelay(true);
  const connection = new SMTPConnection({
    ...smtpSettings(server),
    connection: socket,
    ...{ connectionTimeout: connectionMs + greetingMs, greetingTimeout: greetingMs },
    ...{ socketTimeout: silenceMs, socketCloseTimeout: 0 },
  });
  const broken = Promise.withResolvers<never>();
  // Nobody may be waiting when it breaks.
  broken.promise.catch(() => {});
  connection.on('error', broken.reject);
  // Whoever waits is told first why, where there is a why.
  connection.on('end', () => setImmediate(() => broken.reject(cutShort('ECONNECTION'))));
  const onAbort = () => broken.reject(cutShort('AbortError'));
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  return {
    connection,
    step: (start) =>
      Promise.race([
        broken.promise,
        new Promise<never>((resolve, reject) => {
          start((error, value) => (error ? reject(error) : resolve(value as never)));
        }),
      ]),
    cut() {
      signal.removeEventListener('abort', onAbort);
      connection.close();
      socket.destroy();
    },
  };
}
