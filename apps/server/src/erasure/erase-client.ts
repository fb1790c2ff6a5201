/** Erasing a client for good: what the law asks when he leaves and the time to keep is over. */
import { NavetteError, nameKey } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { collectTask } from './erasure-tasks.ts';

/** What erasing a client would take away. @throws NavetteError `not_found` */
export async function describeErasure(trx: Transaction<Schema>, firmId: string, clientId: string) {
  const { name } = await loadClient(trx, firmId, clientId);
  const counted = await sql<{
    documents: number;
    versions: number;
    sizeBytes: number;
    unsent: number;
    sending: number;
    since: string | null;
  }>`
    select
      (select count(*) from documents d where d.firm_id = ${firmId} and d.client_id = ${clientId} and d.erased_at is null) as documents,
      count(v.id) as versions, coalesce(sum(v.size_bytes), 0)::int8 as "sizeBytes", min(v.received_at) as since,
      (select count(*) from deliveries l where l.firm_id = ${firmId} and l.client_id = ${clientId}
         and l.state in ('waiting', 'held', 'undelivered')) as unsent,
      (select count(*) from deliveries l where l.firm_id = ${firmId} and l.client_id = ${clientId}
         and l.state in ('sending', 'unknown', 'accepted')) as sending
    from documents d join versions v on v.firm_id = d.firm_id and v.document_id = d.id
    where d.firm_id = ${firmId} and d.client_id = ${clientId} and d.erased_at is null`.execute(trx);
  const [row] = counted.rows;
  if (!row) throw new NavetteError('not_found');
  return { name, ...row };
}

/**
 * Erases a client. @param typedName must be the client's name, typed again
 * @throws NavetteError `not_found`, `erasure_not_confirmed`, `client_busy` while a partner has not answered; then nothing changed
 */
export async function eraseClient(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
  typedName: string,
): Promise<{ documents: number; sizeBytes: number }> {
  const { firmId } = caller;
  const { name } = await loadClient(trx, firmId, clientId);
  if (nameKey(typedName.trim()) !== nameKey(name)) throw new NavetteError('erasure_not_confirmed');
  const { sizeBytes, sending } = await describeErasure(trx, firmId, clientId);
  if (sending > 0) throw new NavetteError('client_busy', { count: sending });
  // What wizards and mappings had of him.
  for (const table of ['setup_clients', 'mapping_choices'] as const)
    await trx.deleteFrom(table).where('firm_id', '=', firmId).where('client_id', '=', clientId).execute();
  const erased = await sql<{ count: number }>`
    select erase_client(${clientId}, ${platform.clock().toISOString()}::timestamptz) as count`.execute(trx);
  const documents = erased.rows[0]?.count ?? 0;
  // Without the name: what is erased is not written down again.
  await recordAudit(platform, trx, caller, {
    action: 'client.erased',
    subjectKind: 'client',
    subjectId: clientId,
    subjectName: null,
    details: { documents, sizeBytes },
  });
  await platform.jobs.add(trx, collectTask, { firmId }, { oncePerTransaction: true });
  platform.live.publish(firmId, 'clients');
  return { documents, sizeBytes };
}

async function loadClient(trx: Transaction<Schema>, firmId: string, clientId: string) {
  const client = await trx
    .selectFrom('clients')
    .select('name')
    .where('firm_id', '=', firmId)
    .where('id', '=', clientId)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (!client) throw new NavetteError('not_found');
  return client;
}
