/**
 * Reads what came back to a mailbox. Mails that bear no return path of ours are not opened, moved or marked, so that people may use
 * the same mailbox. The others go to a folder beside once they are settled; what cannot be moved is marked as read, and reading it
 * again changes nothing.
 */
import { NavetteError } from '@navette/model';
import type { ImapFlow } from 'imapflow';
import { type BounceMailbox, openImap, translateImapError } from './open-imap.ts';
import { maxBounceBytes } from './read-bounce.ts';
import { type ReturnPath, readReturnPath } from './return-path.ts';
import type { Taken } from './take-bounce.ts';

/** How far a mailbox was looked at, so that its other mails are looked at once. Losing it costs time alone. */
export interface Position {
  readonly uidValidity: bigint;
  /** Everything up to it is settled, or not ours. */
  readonly uid: number;
}

export interface MailboxReading {
  readonly position: Position;
  readonly undelivered: number;
  /** Settled without failing anything: out-of-office answers, delays, what was known. */
  readonly others: number;
}

interface ReadingOptions {
  /** Of return paths. */
  readonly secret: string;
  readonly allowedHosts: readonly string[];
  readonly since: Date;
  readonly from: Position | null;
  readonly signal: AbortSignal;
  readonly take: (path: ReturnPath, source: Uint8Array) => Promise<Taken>;
}

/** Where settled mails go, beside the others. */
const handledFolder = 'Navette';
const mailsAtOnce = 500;

/** @throws NavetteError of `openImap`, `mailbox_folder_missing`; what `take` throws, and the mail is there the next time */
export async function readMailbox(mailbox: BounceMailbox, options: ReadingOptions): Promise<MailboxReading> {
  const client = await openImap(mailbox, options.allowedHosts, options.signal);
  try {
    await openFolder(client, mailbox.folder);
    return await readOpenFolder(client, options);
  } catch (error) {
    options.signal.throwIfAborted();
    throw isOfImap(error) ? translateImapError(error, mailbox) : error;
  } finally {
    // Not a polite `logout`, which would wait for a server that no longer answers.
    client.close();
  }
}

/** Only imapflow marks its errors with these; the database's own pass through. */
function isOfImap(error: unknown): boolean {
  const { code, responseStatus } = (error ?? {}) as { code?: unknown; responseStatus?: unknown };
  return responseStatus !== undefined || imapCodes.has(String(code));
}

const imapCodes = new Set([
  ...['NoConnection', 'EConnectionClosed', 'ETIMEOUT', 'ETIMEDOUT', 'ECONNRESET', 'EPIPE', 'StateLogout'],
  ...['LineTooLarge', 'LiteralTooLarge', 'ResponseTooLarge'],
]);

/** @throws NavetteError `mailbox_folder_missing` */
export async function openFolder(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.mailboxOpen(folder);
  } catch (error) {
    if (isOfImap(error) && (error as { responseStatus?: string }).responseStatus === 'NO')
      throw new NavetteError('mailbox_folder_missing', { folder }, error);
    throw error;
  }
}

async function readOpenFolder(client: ImapFlow, options: ReadingOptions): Promise<MailboxReading> {
  const uidValidity = client.mailbox === false ? 0n : client.mailbox.uidValidity;
  const known = options.from?.uidValidity === uidValidity ? options.from.uid : 0;
  const found = (await client.search({ since: options.since }, { uid: true })) || [];
  const uids = found
    .filter((uid) => uid > known)
    .toSorted((one, other) => one - other)
    .slice(0, mailsAtOnce);
  const ours = await findOurs(client, uids, options.secret);
  const counts = { undelivered: 0, others: 0 };
  let firstLeft: number | null = null;
  for (const [uid, path] of ours) {
    options.signal.throwIfAborted();
    const message = await client.fetchOne(
      String(uid),
      { source: { start: 0, maxLength: maxBounceBytes } },
      { uid: true },
    );
    // Gone since: another process has it.
    if (message === false || message.source === undefined) continue;
    const taken = await options.take(path, message.source);
    if (taken === 'later') {
      firstLeft ??= uid;
      continue;
    }
    counts[taken === 'undelivered' ? 'undelivered' : 'others'] += 1;
    await putAside(client, uid);
  }
  const uid = firstLeft === null ? (uids.at(-1) ?? known) : firstLeft - 1;
  return { position: { uidValidity, uid }, ...counts };
}

/** Those that bear a genuine return path in one of their headers: `To`, `Delivered-To`, `X-Original-To`… */
async function findOurs(
  client: ImapFlow,
  uids: readonly number[],
  secret: string,
): Promise<Map<number, ReturnPath>> {
  const ours = new Map<number, ReturnPath>();
  if (uids.length === 0) return ours;
  for await (const { uid, headers } of client.fetch(uids.join(','), { uid: true, headers: true }, { uid: true })) {
    const path = readReturnPath(secret, headers?.toString('latin1') ?? '');
    if (path !== null) ours.set(uid, path);
  }
  return new Map([...ours].toSorted(([one], [other]) => one - other));
}

async function putAside(client: ImapFlow, uid: number): Promise<void> {
  const range = String(uid);
  await client.messageFlagsAdd(range, ['\\Seen'], { uid: true });
  const moved = await client.messageMove(range, handledFolder, { uid: true }).catch(() => false as const);
  if (moved !== false) return;
  const created = await client.mailboxCreate(handledFolder).catch(() => null);
  if (created?.created) await client.messageMove(range, handledFolder, { uid: true }).catch(() => false as const);
}
