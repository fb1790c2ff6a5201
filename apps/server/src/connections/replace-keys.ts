/** Giving connected clients other keys, in the transaction of whoever does: one by one, or by a file. */
import { NavetteError } from '@navette/model';
import { type Selectable, sql, type Transaction } from 'kysely';
import { isVisibleClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { keptForm, sealClientKeys } from './client-keys.ts';
import { type ConnectedApplication, takenBy } from './insert-connections.ts';

export interface KeyChange {
  readonly connectionId: string;
  /** As `cleanClientKey` gives it. */
  readonly key: string;
  readonly label: string | null;
}

type Old = Selectable<Schema['connections']>;

/**
 * Gives connected clients other keys and labels, once the partner was asked. What has not left goes by the new key.
 *
 * A key that names a place (a dossier, an address) may lead to another one: what the partner has stays with the key it was sent by,
 * and is followed there. A key that is a secret is taken for a new one of the same place.
 * @returns for each, in their order, what keeps it from being changed, nothing having been written for it: `not_found`,
 * `connection_busy`, `client_key_taken`, `client_key_taken_unseen`; `null` once it is changed
 * @throws of the database, when somebody else got one of the keys at the same moment: `isTaken` tells
 */
export async function replaceKeys(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  { installationId, manifest }: ConnectedApplication,
  changes: readonly KeyChange[],
): Promise<(NavetteError | null)[]> {
  const { firmId } = caller;
  const kept = changes.map(({ key }) => keptForm(platform.keys, manifest, { firmId, installationId }, key));
  const olds = await holdConnections(trx, caller, installationId, changes);
  const busy = await countBusy(trx, firmId, [...olds.values()]);
  const holders = await findHolders(trx, caller, installationId, kept);
  const refusals = changes.map(({ connectionId }, index): NavetteError | null => {
    if (!olds.has(connectionId)) return new NavetteError('not_found');
    const count = busy.get(connectionId) ?? 0;
    if (count > 0) return new NavetteError('connection_busy', { count });
    const holder = holders.get(kept[index] ?? '');
    return holder === undefined || holder.id === connectionId ? null : takenBy(holder);
  });
  const allowed = changes.flatMap((change, index) => {
    const old = olds.get(change.connectionId);
    return refusals[index] === null && old ? [{ ...change, id: old.id, old, kept: kept[index] ?? '' }] : [];
  });
  if (allowed.length === 0) return refusals;
  const readable = allowed.filter(({ old }) => old.client_key_sealed === null);
  await keepFormer(
    platform,
    trx,
    firmId,
    readable.map(({ old }) => old),
  );
  const sealed = await sealClientKeys(platform.keys, trx, firmId, manifest, allowed);
  await sql`
    update connections c set client_key = n.kept, client_key_sealed = n.sealed, client_key_label = n.label
    from unnest(
      ${sql.val(allowed.map(({ id }) => id))}::uuid[],
      ${sql.val(allowed.map((each) => each.kept))}::text[],
      ${sql.val(allowed.map((_, index) => sealed[index] ?? null))}::bytea[],
      ${sql.val(allowed.map(({ label }) => label))}::text[]
    ) as n (id, kept, sealed, label)
    where c.firm_id = ${firmId} and c.id = n.id`.execute(trx);
  return refusals;
}

/** Whether another client got the same key at the same moment. */
export function isTaken(error: unknown): boolean {
  return (error as { constraint?: unknown } | null | undefined)?.constraint === 'connections_key';
}

/** Those that the caller sees. Their rows stay locked: no delivery is added by the old keys meanwhile. */
async function holdConnections(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  changes: readonly KeyChange[],
): Promise<ReadonlyMap<string, Old>> {
  const ids = changes.map(({ connectionId }) => connectionId);
  const { rows } = await sql<Old>`
    select connections.* from connections
    join clients on clients.firm_id = connections.firm_id and clients.id = connections.client_id
    where connections.firm_id = ${caller.firmId} and connections.installation_id = ${installationId}
      and connections.id = any(${sql.val(ids)}::uuid[]) and connections.state <> 'disconnected' and ${isVisibleClient(caller)}
    order by connections.id for update of connections`.execute(trx);
  return new Map(rows.map((row) => [row.id, row]));
}

/** Locks what has not left, so that no worker claims it before the new keys stand. @returns how much of each is on its way now */
async function countBusy(
  trx: Transaction<Schema>,
  firmId: string,
  olds: readonly Old[],
): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ id: string; state: string }>`
    select connection_id as id, state from deliveries
    where firm_id = ${firmId} and client_id = any(${sql.val(olds.map((old) => old.client_id))}::uuid[])
      and connection_id = any(${sql.val(olds.map(({ id }) => id))}::uuid[])
      and state in ('waiting', 'held', 'undelivered', 'sending', 'unknown')
    order by deliveries.id for update`.execute(trx);
  const counts = new Map<string, number>();
  for (const { id, state } of rows)
    if (state === 'sending' || state === 'unknown') counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}

interface Holder {
  readonly id: string;
  readonly clientKey: string;
  readonly clientName: string;
  readonly isSeen: boolean;
}

async function findHolders(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  kept: readonly string[],
): Promise<ReadonlyMap<string, Holder>> {
  const { rows } = await sql<Holder>`
    select c.id, c.client_key as "clientKey", clients.name as "clientName", ${isVisibleClient(caller)} as "isSeen"
    from connections c join clients on clients.firm_id = c.firm_id and clients.id = c.client_id
    where c.firm_id = ${caller.firmId} and c.installation_id = ${installationId}
      and c.client_key = any(${sql.val(kept)}::text[]) and c.state <> 'disconnected'`.execute(trx);
  return new Map(rows.map((row) => [row.clientKey, row]));
}

/** Keeps the keys that lead to what partners have, and gives them what they have. */
async function keepFormer(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  olds: readonly Old[],
): Promise<void> {
  if (olds.length === 0) return;
  const former = olds.map((old) => ({ ...old, id: platform.newId(), state: 'disconnected' as const }));
  await trx.insertInto('connections').values(former).execute();
  await sql`
    update deliveries d set connection_id = n.former
    from unnest(
      ${sql.val(olds.map(({ id }) => id))}::uuid[],
      ${sql.val(olds.map((old) => old.client_id))}::uuid[],
      ${sql.val(former.map(({ id }) => id))}::uuid[]
    ) as n (id, client_id, former)
    where d.firm_id = ${firmId} and d.client_id = n.client_id and d.connection_id = n.id
      and d.state in ('accepted', 'delivered', 'duplicate')`.execute(trx);
}
