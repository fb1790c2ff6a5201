/**
 * Reads the mailboxes that are due. Those of firms are claimed row by row, so that any number of processes share them and none is read
 * twice at once; the operator's by a lock that falls with its connection. Reading twice would change nothing all the same.
 */
import { NavetteError } from '@navette/model';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { loadFirmMailbox } from './firm-mailbox.ts';
import type { BounceMailbox } from './open-imap.ts';
import { bouncesPurpose } from './open-return-path.ts';
import { parseOperatorMailbox } from './operator-mailbox.ts';
import { type MailboxReading, type Position, readMailbox } from './read-mailbox.ts';
import { takeBounce } from './take-bounce.ts';

/** How far each mailbox was looked at, by the firm's id; losing it costs a longer look. */
export type Positions = Map<string, Position>;

/** Between two readings of one mailbox. */
const everyMs = 60_000;
/** A mailbox that cannot be read is tried less and less often, down to this: many tries lock accounts. */
const seldomMs = 3_600_000;
/** After a death in the middle, the mailbox is another's. */
const claimMs = 300_000;
const readingMs = 120_000;
const mailboxesAtOnce = 8;
/** Servers give up after five days at most, and a report may be late itself. */
const lookBackMs = 15 * 86_400_000;

/** When a mailbox that failed so often in a row is read again. */
export function nextReadingMs(failures: number): number {
  return Math.min(seldomMs, everyMs * 2 ** Math.min(failures, 20));
}

/** Reads every firm's mailbox that is due. @returns how many were */
export async function readFirmMailboxes(
  platform: Platform,
  positions: Positions,
  stop: AbortSignal,
): Promise<number> {
  let read = 0;
  while (!stop.aborted) {
    const claimed = await claimDue(platform);
    if (claimed.length === 0) break;
    read += claimed.length;
    await Promise.all(claimed.map((firmId) => readFirmMailbox(platform, firmId, positions, stop)));
  }
  return read;
}

async function claimDue({ database, clock }: Platform): Promise<string[]> {
  const now = clock().getTime();
  const { rows } = await database.queue.query<{ firm_id: string }>(
    `update bounce_mailboxes set next_read_at = $2::timestamptz
     where firm_id in (
       select firm_id from bounce_mailboxes where next_read_at <= $1::timestamptz
       order by next_read_at limit $3::integer for update skip locked
     )
     returning firm_id`,
    [new Date(now).toISOString(), new Date(now + claimMs).toISOString(), mailboxesAtOnce],
  );
  return rows.map((row) => row.firm_id);
}

async function readFirmMailbox(
  platform: Platform,
  firmId: string,
  positions: Positions,
  stop: AbortSignal,
): Promise<void> {
  const { database, clock, settings } = platform;
  let changedAt: string | null = null;
  let problem: NavetteError | null = null;
  try {
    const mailbox = await inFirm(database.app, firmId, (trx) => loadFirmMailbox(platform, trx, firmId));
    changedAt = mailbox.changedAt;
    await readOne(platform, mailbox, { firmId, positions, stop, allowedHosts: settings.allowedHosts });
  } catch (error) {
    if (stop.aborted) return;
    platform.log.warn('A firm’s mailbox of bounces could not be read', { firmId, error });
    // What is not the mailbox's own fault, such as the database's, is no news for the firm.
    if (!(error instanceof NavetteError) || changedAt === null) return;
    problem = error;
  }
  await inFirm(database.app, firmId, async (trx) => {
    const row = await trx
      .selectFrom('bounce_mailboxes')
      .select('failures')
      .where('firm_id', '=', firmId)
      .forUpdate()
      .executeTakeFirst();
    const failures = problem === null ? 0 : (row?.failures ?? 0) + 1;
    const at = clock();
    await trx
      .updateTable('bounce_mailboxes')
      .set({
        failures,
        next_read_at: new Date(at.getTime() + nextReadingMs(failures)).toISOString(),
        problem_code: problem?.code ?? null,
        problem_params: problem === null ? null : JSON.stringify(problem.params),
        ...(problem === null ? { read_at: at.toISOString() } : {}),
      })
      .where('firm_id', '=', firmId)
      // Settings that were changed meanwhile are read as they are now.
      .where('changed_at', '=', changedAt)
      .execute();
  });
}

/** Reads the operator's mailbox, unless another process does. @throws as `readMailbox` */
export async function readOperatorMailbox(
  platform: Platform,
  url: string,
  positions: Positions,
  stop: AbortSignal,
): Promise<void> {
  const client = await platform.database.queue.connect();
  try {
    const { rows } = await client.query<{ ours: boolean }>(`select pg_try_advisory_lock(${turn}) as ours`);
    if (rows[0]?.ours !== true) return;
    try {
      const mailbox = parseOperatorMailbox(url);
      // The operator's own server may well be in his own network.
      const host = mailbox.host.includes(':') ? `[${mailbox.host}]` : mailbox.host;
      const allowedHosts = [...platform.settings.allowedHosts, host];
      await readOne(platform, mailbox, { firmId: null, positions, stop, allowedHosts });
    } finally {
      await client.query(`select pg_advisory_unlock(${turn})`).catch(() => {});
    }
  } finally {
    client.release();
  }
}

// 0x4e415645 spells NAVE; the other numbers are in database/.
const turn = '1312904773, 4';

async function readOne(
  platform: Platform,
  mailbox: BounceMailbox,
  options: {
    firmId: string | null;
    positions: Positions;
    stop: AbortSignal;
    allowedHosts: readonly string[];
  },
): Promise<MailboxReading> {
  const { firmId, positions, stop, allowedHosts } = options;
  const key = `${firmId ?? 'operator'}/${mailbox.user}@${mailbox.host}/${mailbox.folder}`;
  const reading = await readMailbox(mailbox, {
    secret: platform.keys.derive(bouncesPurpose),
    allowedHosts,
    since: new Date(platform.clock().getTime() - lookBackMs),
    from: positions.get(key) ?? null,
    signal: AbortSignal.any([stop, AbortSignal.timeout(readingMs)]),
    take: (path, source) => takeBounce(platform, path, source, firmId),
  });
  positions.set(key, reading.position);
  const { undelivered, others } = reading;
  if (undelivered + others > 0)
    platform.log.info('A mailbox of bounces was read', { firmId, undelivered, others });
  return reading;
}
