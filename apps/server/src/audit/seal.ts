/**
 * Sealing: a firm's entries get numbers without a gap and are chained by their hashes, in the order of sealing, which is about that
 * of their times. An entry that is committed late is sealed late, and nothing that was sealed moves.
 */
import { sql } from 'kysely';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import { hashEntry, noHash } from './entry-text.ts';
import { sealTask } from './record-audit.ts';
import { chainedColumns } from './select-entries.ts';

const entriesAtOnce = 500;

/** Seals what a firm has unsealed. Two calls at once take turns. @returns how many entries this call sealed */
export async function sealFirm(platform: Pick<Platform, 'database'>, firmId: string): Promise<number> {
  let sealed = 0;
  for (;;) {
    const count = await inFirm(platform.database.app, firmId, (trx) => sealSome(trx, firmId));
    sealed += count;
    if (count < entriesAtOnce) return sealed;
  }
}

/** Asks for the sealing of every firm that has something to seal: the net under what `recordAudit` asks for. */
export async function sealAll(platform: Pick<Platform, 'database' | 'jobs'>): Promise<void> {
  const { rows } = await platform.database.queue.query<{ firmId: string }>(
    'select distinct firm_id as "firmId" from audit_entries where number is null',
  );
  for (const { firmId } of rows)
    await platform.jobs.add(null, sealTask, { firmId }, { jobKey: `${sealTask}:${firmId}` });
}

async function sealSome(trx: FirmTransaction, firmId: string): Promise<number> {
  const head = await lockHead(trx, firmId);
  // Read once the lock is held: what another sealer has just sealed is seen.
  const entries = await trx
    .selectFrom('audit_entries')
    .select(chainedColumns)
    .where('firm_id', '=', firmId)
    .where('number', 'is', null)
    .orderBy('id')
    .limit(entriesAtOnce)
    .execute();
  if (entries.length === 0) return 0;
  let { number, hash } = head;
  const seals = entries.map((entry) => {
    const previousHash = hash;
    number += 1;
    hash = hashEntry(entry, number, previousHash);
    return { id: entry.id, number, previous_hash: previousHash, hash };
  });
  await sql`
    update audit_entries entry set number = seal.number, previous_hash = seal.previous_hash, hash = seal.hash
      from jsonb_to_recordset(${JSON.stringify(seals)}::jsonb)
           as seal (id uuid, number bigint, previous_hash text, hash text)
     where entry.firm_id = ${firmId}::uuid and entry.id = seal.id and entry.number is null`.execute(trx);
  await trx.updateTable('audit_heads').set({ number, hash }).where('firm_id', '=', firmId).execute();
  return entries.length;
}

/** Where the chain ends, locked until the transaction does: one sealer at a time. */
async function lockHead(trx: FirmTransaction, firmId: string) {
  await trx
    .insertInto('audit_heads')
    .values({ firm_id: firmId, number: 0, hash: noHash })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return trx
    .selectFrom('audit_heads')
    .select(['number', 'hash'])
    .where('firm_id', '=', firmId)
    .forUpdate()
    .executeTakeFirstOrThrow();
}
