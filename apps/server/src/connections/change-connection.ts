import type { Connection } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { type OpenInstallation, openInstallation } from '../applications/open-installation.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { checkClientKey } from './check-client-key.ts';
import { cleanClientKey, type KeptClientKey, keepClientKey } from './client-keys.ts';
import { getConnection } from './select-connections.ts';

export interface ConnectionPlace {
  readonly firmId: string;
  readonly installationId: string;
  readonly connectionId: string;
}

export interface ConnectionChange {
  readonly clientKey?: string | undefined;
  readonly clientKeyLabel?: string | null | undefined;
}

/**
 * Gives a connected client another key, checked as when connecting, or another label. What has not left goes by the new key.
 *
 * A key that names a place (a dossier, an address) may lead to another one: what the partner has stays with the key it was sent by,
 * and is followed there. A key that is a secret is taken for a new one of the same place.
 * @throws NavetteError `not_found`, `client_key_invalid`, `connection_exists`; `client_key_refused`, `partner_unavailable`;
 * `connection_busy` while a document is being sent, or nobody knows yet whether it arrived: looked for by the new key, it would not
 * be found, and be sent twice
 */
export async function changeConnection(
  platform: Platform,
  caller: FirmCaller,
  installationId: string,
  id: string,
  change: ConnectionChange,
): Promise<Connection> {
  const { firmId } = caller;
  const place: ConnectionPlace = { firmId, installationId, connectionId: id };
  const asked = await inFirm(platform.database.app, firmId, async (trx) => {
    const before = await getConnection(trx, caller, installationId, id);
    if (change.clientKey === undefined) return null;
    const opened = await openInstallation(platform, trx, firmId, installationId);
    const key = cleanClientKey(opened.manifest, change.clientKey);
    const { client_key } = await keepClientKey(platform.keys, trx, opened.manifest, place, key);
    return client_key === before.clientKey ? null : { ...opened, key };
  });
  const label = asked === null ? null : await checkClientKey(platform, asked, asked.key);
  const changed = await inFirm(platform.database.app, firmId, async (trx) => {
    const before = await getConnection(trx, caller, installationId, id);
    if (asked === null && change.clientKeyLabel === undefined) return before;
    const kept = asked === null ? {} : await changeKey(platform, trx, place, asked);
    await trx
      .updateTable('connections')
      .set({ ...kept, client_key_label: change.clientKeyLabel || label })
      .where('firm_id', '=', firmId)
      .where('id', '=', id)
      .execute()
      .catch(refuseTaken);
    const after = await getConnection(trx, caller, installationId, id);
    await recordAudit(platform, trx, caller, {
      action: 'connection.changed',
      subjectKind: 'connection',
      subjectId: id,
      subjectName: before.clientName,
      details: { installationId, clientId: before.clientId, keyChanged: asked !== null },
    });
    return after;
  });
  platform.live.publish(firmId, 'clients');
  return changed;
}

/** Another client got the same key at the same moment. */
function refuseTaken(error: unknown): never {
  const isTaken = (error as { constraint?: unknown }).constraint === 'connections_key';
  throw isTaken ? new NavetteError('connection_exists', {}, error) : error;
}

/** Makes room for another key. The connection's row stays locked: no delivery is added by the old one meanwhile. */
async function changeKey(
  platform: Platform,
  trx: Transaction<Schema>,
  place: ConnectionPlace,
  { manifest, key }: OpenInstallation & { readonly key: string },
): Promise<KeptClientKey> {
  const { firmId, installationId, connectionId } = place;
  const old = await trx
    .selectFrom('connections')
    .selectAll()
    .where('firm_id', '=', firmId)
    .where('id', '=', connectionId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  await refuseBusy(trx, place, old.client_id);
  const kept = await keepClientKey(platform.keys, trx, manifest, place, key);
  const other = await trx
    .selectFrom('connections')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('client_key', '=', kept.client_key)
    .where('state', '<>', 'disconnected')
    .where('id', '<>', connectionId)
    .executeTakeFirst();
  if (other) throw new NavetteError('connection_exists');
  if (old.client_key_sealed !== null) return kept;
  const formerId = platform.newId();
  await trx
    .insertInto('connections')
    .values({ ...old, id: formerId, state: 'disconnected' })
    .execute();
  await trx
    .updateTable('deliveries')
    .set({ connection_id: formerId })
    .where('firm_id', '=', firmId)
    .where('client_id', '=', old.client_id)
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['accepted', 'delivered', 'duplicate'])
    .execute();
  return kept;
}

/** Locks what has not left, so that no worker claims it before the new key stands. @throws NavetteError `connection_busy` */
async function refuseBusy(
  trx: Transaction<Schema>,
  { firmId, connectionId }: ConnectionPlace,
  clientId: string,
): Promise<void> {
  const rows = await trx
    .selectFrom('deliveries')
    .select('state')
    .where('firm_id', '=', firmId)
    .where('client_id', '=', clientId)
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['waiting', 'held', 'undelivered', 'sending', 'unknown'])
    .orderBy('id')
    .forUpdate()
    .execute();
  const count = rows.filter(({ state }) => state === 'sending' || state === 'unknown').length;
  if (count > 0) throw new NavetteError('connection_busy', { count });
}
