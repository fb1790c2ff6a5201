/**
 * What a failed mail does to its delivery: *Non transmis* with the server's words, the document back in its folder. The same mail
 * read twice changes nothing, nor one that is about an attempt before the last.
 */
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import { loadDelivery } from '../deliveries/load-delivery.ts';
import { markUndelivered } from '../deliveries/mark-undelivered.ts';
import { lockTrees } from '../documents/folders.ts';
import type { Platform } from '../platform.ts';
import type { ReturnPath } from './return-path.ts';

export type Settled =
  | 'undelivered'
  /** Quicker than the answer of the server that took the mail: it counts once the attempt has ended. */
  | 'too_early'
  /** Known already, about an earlier attempt, or of a delivery that is gone. */
  | 'nothing';

/** @param ofFirm the firm whose mailbox it came by; bounces of other firms are not its to bring */
export async function settleBounce(
  platform: Platform,
  path: ReturnPath,
  words: string,
  ofFirm: string | null = null,
): Promise<Settled> {
  for (const firmId of await firmsThatEndWith(platform, path.firmTail)) {
    if (ofFirm !== null && firmId !== ofFirm) continue;
    const settled = await inFirm(platform.database.app, firmId, (trx) =>
      settleInFirm(platform, trx, firmId, path, words),
    );
    if (settled === null) continue;
    if (settled === 'undelivered') platform.live.publish(firmId, 'deliveries');
    return settled;
  }
  return 'nothing';
}

/** One firm, as a rule; the token's signature says that one of them wrote it. */
async function firmsThatEndWith({ database }: Platform, tail: string): Promise<string[]> {
  const { rows } = await database.queue.query<{ id: string }>(
    'select id from firms where right(id::text, 4) = $1::text',
    [tail],
  );
  return rows.map(({ id }) => id);
}

/** @returns `null` when the delivery is not of this firm */
async function settleInFirm(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  { deliveryId, writtenAt }: ReturnPath,
  words: string,
): Promise<Settled | null> {
  // Before the delivery's row, in the order of who puts a folder in the bin.
  await lockTrees(trx, firmId, 'grow');
  const delivery = await loadDelivery(trx, firmId, deliveryId);
  if (delivery === null) return null;
  if (await isAbsent(trx, delivery.firmId, delivery.documentId)) return 'nothing';
  if (!(await isOfLastAttempt(trx, firmId, deliveryId, writtenAt))) return 'nothing';
  if (delivery.state === 'sending') return 'too_early';
  const failure = { code: 'mail_bounced', params: { key: delivery.clientKey, words } } as const;
  const isChanged = await markUndelivered(
    platform,
    trx,
    delivery,
    ['accepted', 'delivered', 'unknown'],
    failure,
    platform.clock(),
  );
  return isChanged ? 'undelivered' : 'nothing';
}

/** Of what was erased, nobody's words are kept. */
async function isAbsent(trx: Transaction<Schema>, firmId: string, documentId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('documents')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', documentId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  return row === undefined;
}

async function isOfLastAttempt(
  trx: Transaction<Schema>,
  firmId: string,
  deliveryId: string,
  writtenAt: Date,
): Promise<boolean> {
  const row = await trx
    .selectFrom('attempts')
    .select((eb) => eb.fn.max('started_at').as('startedAt'))
    .where('firm_id', '=', firmId)
    .where('delivery_id', '=', deliveryId)
    .executeTakeFirst();
  // A return path tells the second.
  return row?.startedAt != null && writtenAt.getTime() + 1_000 > new Date(row.startedAt).getTime();
}
