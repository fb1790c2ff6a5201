/** A mail with its document, composed as it is read: nothing of the document is held, and an incomplete one never ends well. */
import { Readable } from 'node:stream';
import { safeName } from '@navette/model';
import MailComposer from 'nodemailer/lib/mail-composer';
import type { MailSender, MailToSend } from '../contract.ts';
import { type BodyProgress, readExactly, startProgress } from '../document-body.ts';

/** A message on its way. Nothing is read from the document before the message is. */
export interface StartedMessage {
  /** To be read once. */
  readonly body: Readable;
  /** About its size once encoded: what a server is told beforehand (RFC 1870 §6.1 lets it be an estimate). */
  readonly sizeBytes: number;
  readonly progress: BodyProgress;
}

/** What stands around the document: headers, boundaries and the text, encoded. */
const surroundingBytes = 4_096;

/** @returns how many bytes a document has in a mail: Base64 in lines of 76 letters and a line break for 57 bytes. */
export function encodedSize(sizeBytes: number): number {
  return Math.ceil(sizeBytes / 3) * 4 + Math.ceil(sizeBytes / 57) * 2;
}

/** @returns the largest document whose mail, all told, is not larger than this. */
export function largestDocument(mailBytes: number): number {
  return Math.floor((mailBytes - surroundingBytes) / 78) * 57;
}

/**
 * One mailbox of RFC 5321, as mail providers give them: no quotes, no comment, no list, no route, ASCII alone. What passes can
 * neither end a command nor name a second recipient.
 */
export function isMailbox(text: string): boolean {
  return text.length <= 254 && mailbox.test(text);
}

const word = "[a-z0-9!#$%&'*+/=?^_`{|}~-]+";

/** What `isMailbox` takes, but for its length, for the pattern of a client's key. */
export const mailboxPattern = `${word}(\\.${word})*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]`;

const mailbox = new RegExp(`^${mailboxPattern}$`, 'i');

export function startMessage(
  mail: MailToSend,
  from: MailSender,
  date: Date,
  signal: AbortSignal,
): StartedMessage {
  const progress = startProgress();
  return {
    body: Readable.from(readMessage(mail, from, date, progress, signal), { objectMode: false }),
    sizeBytes: encodedSize(mail.document.sizeBytes) + surroundingBytes,
    progress,
  };
}

/** The last piece is kept back until it is known to be the last: once it is handed over, the server may have the whole. */
async function* readMessage(
  mail: MailToSend,
  from: MailSender,
  date: Date,
  progress: BodyProgress,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  let held: Uint8Array | null = null;
  const stream = compose(mail, from, date, progress, signal).createReadStream();
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    if (held !== null) yield held;
    held = chunk;
  }
  signal.throwIfAborted();
  if (progress.sourceFailure !== null) throw progress.sourceFailure;
  progress.isComplete = true;
  if (held !== null) yield held;
}

/**
 * No `Auto-Submitted`: collectors drop what says that a program wrote it (RFC 3834), and left out it means the same as `no`. The
 * name of the file is written as RFC 2231 in `Content-Disposition` and as RFC 2047 in `Content-Type`, for older readers.
 */
function compose(
  { deliveryId, to, subject, text, document }: MailToSend,
  from: MailSender,
  date: Date,
  progress: BodyProgress,
  signal: AbortSignal,
) {
  const { mediaType, name } = document;
  return new MailComposer({
    from: { name: oneLine(from.name), address: from.address },
    to: { name: '', address: to },
    subject: oneLine(subject),
    text,
    date,
    messageId: `<${deliveryId}@${from.address.split('@').at(-1)}>`,
    headers: { 'X-Navette-Delivery': deliveryId },
    attachments: [
      {
        filename: safeName(name),
        contentType: mediaType,
        contentTransferEncoding: 'base64',
        content: Readable.from(readExactly(document, signal, progress), { objectMode: false }),
      },
    ],
    ...{ disableFileAccess: true, disableUrlAccess: true },
  }).compile();
}

/** A header is one line: a line break in a name begins no other. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
}
