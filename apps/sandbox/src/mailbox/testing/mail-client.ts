import { createTransport } from 'nodemailer';
import {
  type Answer,
  createHttpClient,
  type Distortion,
  type HttpClient,
} from '../../testing/http-client.ts';
import type { TestSandbox } from '../../testing/test-sandbox.ts';
import { until } from '../../testing/until.ts';

export interface Mail {
  readonly to: string;
  readonly from: string;
  readonly envelopeFrom: string;
  readonly headers: Record<string, string>;
  readonly messageId: string;
  readonly attachments: readonly { filename: string; content: Buffer }[];
  readonly auth: { user: string; pass: string };
  readonly startTls: boolean;
}

export interface MailClient extends Pick<HttpClient, 'order'> {
  /** @returns what the server said of it in the end, as an answer: `{ status: 250, body: '…' }`. */
  send(mail?: Partial<Mail>): Promise<Answer>;
  /** @returns `GET /messages` of the mailbox. */
  list(): Promise<Answer>;
  /** Waits until the first mail of the list is of this form. */
  untilFirst(isReady: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
}

/** Distinct bytes named as a document. */
export function attach(filename: string, sizeBytes = 40_000): { filename: string; content: Buffer } {
  return { filename, content: Buffer.alloc(sizeBytes, filename) };
}

/** A sender of mails to the sandbox's SMTP server, which reads its mailbox too. */
export function createMailClient(
  { sandbox }: TestSandbox,
  distort: Distortion = (answer) => answer,
): MailClient {
  const mailbox = createHttpClient(sandbox.mailboxUrl, 'messages', distort);
  const { hostname: host, port } = new URL(sandbox.smtpUrl);
  const client: MailClient = {
    order: createHttpClient(sandbox.url, '').order,
    async send(mail = {}) {
      const transport = createTransport({
        host,
        port: Number(port),
        ignoreTLS: !mail.startTls,
        requireTLS: mail.startTls ?? false,
        tls: { rejectUnauthorized: false },
        ...(mail.auth ? { auth: mail.auth } : {}),
      });
      const to = mail.to ?? 'achat.garage@inqombox.com';
      const from = mail.from ?? 'navette@cabinet.example';
      const sent = transport.sendMail({
        from,
        to,
        subject: 'Facture',
        text: 'Votre facture',
        envelope: { from: mail.envelopeFrom ?? from, to: [to] },
        headers: mail.headers ?? {},
        ...(mail.messageId === undefined ? {} : { messageId: mail.messageId }),
        attachments: [...(mail.attachments ?? [attach('facture.pdf')])],
      });
      const words: string = await sent.then(
        ({ response }) => response,
        (error: Error & { response?: string }) => error.response ?? error.message,
      );
      const answer = {
        status: Number(words.slice(0, 3)),
        retryAfter: null,
        headers: {},
        body: words.slice(4),
      };
      return distort(answer, { method: 'MAIL', path: to });
    },
    list: () => mailbox.call('GET', ''),
    untilFirst: (isReady) =>
      until('the mail', async () => {
        const [first] = (await client.list()).body as Record<string, unknown>[];
        return first && isReady(first) ? first : undefined;
      }),
  };
  return client;
}
