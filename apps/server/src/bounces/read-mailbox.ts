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

/**
 * Reads what is new. @throws NavetteError of `openImap`, `mailbox_folder_missing`, also when `signal` aborts; what `take` throws, and
 * the mail is there the next time
 */
export async function readMailbox(mailbox: BounceMailbox, options: ReadingOptions): Promise<MailboxReading> {
  const client = await openImap(mailbox, options.allowedHosts, options.signal);
  let ofTaking: unknown;
  const take: ReadingOptions['take'] = (path, source) =>
    options.take(path, source).catch((error: unknown) => {
      ofTaking = error;
      throw error;
    });
  try {
    await openFolder(client, mailbox.folder);
    const reading = await readOpenFolder(client, { ...options, take });
    await client.logout();
    return reading;
  } catch (error) {
    if (error === ofTaking) throw error;
    throw translateImapError(options.signal.aborted ? options.signal.reason : error, mailbox);
  } finally {
    client.close();
  }
}

/** @throws NavetteError `mailbox_folder_missing` */
export async function openFolder(client: ImapFlow, folder: string): Promise<void> {
  try {
    await client.mailboxOpen(folder);
  } catch (error) {
    if ((error as { responseStatus?: string }).responseStatus === 'NO')
      throw new NavetteError('mailbox_folder_missing', { folder }, error);
    throw error;
  }
}

async function readOpenFolder(client: ImapFlow, options: ReadingOptions): Promise<MailboxReading> {
  const uidValidity = client.mailbox === false ? 0n : client.mailbox.uidValidity;
  const known = options.from?.uidValidity === uidValidity ? options.from.uid : 0;
  const uids = await findNew(client, options.since, known);
  const paths = await readHeaders(client, uids, options.secret);
  const counts = { undelivered: 0, others: 0 };
  const left: number[] = [];
  for (const uid of uids) {
    options.signal.throwIfAborted();
    const path = paths.get(uid);
    if (path === null) continue;
    const source = path === undefined ? undefined : await readSource(client, uid);
    const taken = path && source ? await options.take(path, source) : 'later';
    if (taken === 'later') left.push(uid);
    else {
      counts[taken === 'undelivered' ? 'undelivered' : 'others'] += 1;
      await putAside(client, uid);
    }
  }
  const [first] = left;
  return {
    position: { uidValidity, uid: first === undefined ? (uids.at(-1) ?? known) : first - 1 },
    ...counts,
  };
}

/** In the order in which they came. */
async function findNew(client: ImapFlow, since: Date, known: number): Promise<number[]> {
  const found = await client.search({ since }, { uid: true });
  // imapflow answers so when the server refuses.
  if (!Array.isArray(found)) throw new Error('SEARCH');
  const uids = found.filter((uid) => uid > known).toSorted((one, other) => one - other);
  return uids.slice(0, mailsAtOnce);
}

/**
 * The genuine return path in the headers of each mail: `To`, `Delivered-To`, `X-Original-To`… `null` for a mail that has none. One
 * that is not in the answer could not be read.
 */
async function readHeaders(
  client: ImapFlow,
  uids: readonly number[],
  secret: string,
): Promise<Map<number, ReturnPath | null>> {
  const paths = new Map<number, ReturnPath | null>();
  if (uids.length === 0) return paths;
  const query = { uid: true, headers: true } as const;
  for await (const { uid, headers } of client.fetch(uids.join(','), query, { uid: true }))
    if (headers) paths.set(uid, readReturnPath(secret, headers.toString('latin1')));
  return paths;
}

async function readSource(client: ImapFlow, uid: number): Promise<Uint8Array | undefined> {
  const query = { source: { start: 0, maxLength: maxBounceBytes } } as const;
  const message = await client.fetchOne(String(uid), query, { uid: true });
  return message ? message.source : undefined;
}

async function putAside(client: ImapFlow, uid: number): Promise<void> {
  const range = String(uid);
  await client.messageFlagsAdd(range, ['\\Seen'], { uid: true });
  const moved = await client.messageMove(range, handledFolder, { uid: true }).catch(() => false as const);
  if (moved !== false) return;
  const created = await client.mailboxCreate(handledFolder).catch(() => null);
  if (created?.created)
    await client.messageMove(range, handledFolder, { uid: true }).catch(() => false as const);
}
