import type { Connection } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { openInstallation } from '../applications/open-installation.ts';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { checkClientKey } from './check-client-key.ts';
import { cleanClientKey, keepClientKey } from './client-keys.ts';
import { getConnection } from './select-connections.ts';

export interface NewConnection {
  readonly clientId: string;
  readonly clientKey: string;
  readonly clientKeyLabel?: string | null | undefined;
}

/**
 * Connects a client to an application by its key there: cleaned, compared with what the application expects, asked at the partner
 * where it can tell, kept sealed where it is a secret. Without a label it gets the partner's.
 * @throws NavetteError `not_found`, `client_key_invalid`, `connection_exists`; `client_key_refused`, `partner_unavailable`: then
 * nothing was written
 */
export async function connectClient(
  platform: Platform,
  caller: FirmCaller,
  installationId: string,
  { clientId, clientKey, clientKeyLabel }: NewConnection,
): Promise<Connection> {
  const { firmId } = caller;
  const id = platform.newId();
  const place = { firmId, installationId, connectionId: id };
  const asked = await inFirm(platform.database.app, firmId, async (trx) => {
    await requireUnerased(trx, caller, clientId);
    const opened = await openInstallation(platform, trx, firmId, installationId);
    const key = cleanClientKey(opened.manifest, clientKey);
    const { client_key } = await keepClientKey(platform.keys, trx, opened.manifest, place, key);
    // Before the partner is asked, which takes its time.
    await refuseExisting(trx, place, clientId, client_key);
    return { ...opened, key };
  });
  const label = await checkClientKey(platform, asked, asked.key);
  const connection = await inFirm(platform.database.app, firmId, async (trx) => {
    await requireInstallation(trx, firmId, installationId);
    const inserted = await trx
      .insertInto('connections')
      .values({
        firm_id: firmId,
        id,
        installation_id: installationId,
        client_id: clientId,
        ...(await keepClientKey(platform.keys, trx, asked.manifest, place, asked.key)),
        client_key_label: clientKeyLabel || label,
        created_at: platform.clock().toISOString(),
      })
      .onConflict((conflict) => conflict.doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) throw new NavetteError('connection_exists');
    // Once written: whoever erases the client meanwhile was waited for.
    await requireUnerased(trx, caller, clientId);
    const created = await getConnection(trx, caller, installationId, id);
    await recordAudit(platform, trx, caller, {
      action: 'connection.created',
      subjectKind: 'connection',
      subjectId: id,
      subjectName: created.clientName,
      details: { installationId, clientId },
    });
    return created;
  });
  platform.live.publish(firmId, 'clients');
  return connection;
}

async function requireUnerased(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
): Promise<void> {
  const { erasedAt } = await requireClient(trx, caller, clientId);
  if (erasedAt !== null) throw new NavetteError('not_found');
}

async function refuseExisting(
  trx: Transaction<Schema>,
  { firmId, installationId }: { readonly firmId: string; readonly installationId: string },
  clientId: string,
  clientKey: string,
): Promise<void> {
  const existing = await trx
    .selectFrom('connections')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('state', '<>', 'disconnected')
    .where((eb) => eb.or([eb('client_id', '=', clientId), eb('client_key', '=', clientKey)]))
    .executeTakeFirst();
  if (existing) throw new NavetteError('connection_exists');
}

/** Nobody removes it until this is committed. */
async function requireInstallation(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
): Promise<void> {
  const row = await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .where('state', '<>', 'removed')
    .forShare()
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}
