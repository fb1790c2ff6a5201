import type { Connection } from '@navette/api';
import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { openInstallation } from '../applications/open-installation.ts';
import { requireClient } from '../clients/visible-clients.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { checkClientKey } from './check-client-key.ts';
import { cleanClientKey, keptForm } from './client-keys.ts';
import { insertConnection } from './insert-connections.ts';
import { getConnection } from './select-connections.ts';

export interface GivenConnection {
  readonly clientId: string;
  /** As somebody typed it. */
  readonly clientKey: string;
  readonly clientKeyLabel?: string | null | undefined;
  readonly ruleIds?: readonly string[] | undefined;
}

/**
 * Connects a client to an application by its key there: cleaned, compared with what the application expects, asked at the partner
 * where it can tell, kept sealed where it is a secret. Without a label it gets the partner's. A client connected already by this key
 * is extended to the rules given, and the partner is not asked again.
 * @throws NavetteError `not_found`, `client_key_invalid` and its like, `connection_exists`, `client_key_taken`,
 * `client_key_taken_unseen`; `client_key_refused`, `partner_unavailable`: then nothing was written
 */
export async function connectClient(
  platform: Platform,
  caller: FirmCaller,
  installationId: string,
  { clientId, clientKey, clientKeyLabel, ruleIds = [] }: GivenConnection,
): Promise<Connection> {
  const { firmId } = caller;
  const asked = await inFirm(platform.database.app, firmId, async (trx) => {
    const { erasedAt } = await requireClient(trx, caller, clientId);
    if (erasedAt !== null) throw new NavetteError('not_found');
    const opened = await openInstallation(platform, trx, firmId, installationId);
    const key = cleanClientKey(opened.manifest, clientKey);
    const kept = keptForm(platform.keys, opened.manifest, { firmId, installationId }, key);
    // Before the partner is asked, which takes its time: what stands in the way is told by who writes.
    const isUsed = await isUsedAlready(trx, { firmId, installationId }, clientId, kept);
    return { ...opened, key, isUsed };
  });
  const label = asked.isUsed ? null : await checkClientKey(platform, asked, asked.key);
  const connection = await inFirm(platform.database.app, firmId, async (trx) => {
    const { manifest, key } = asked;
    const given = { clientId, key, label: clientKeyLabel || label, ruleIds };
    const application = { installationId, manifest };
    const { connectionId } = await insertConnection(platform, trx, caller, application, given);
    return getConnection(trx, caller, installationId, connectionId);
  });
  platform.live.publish(firmId, 'clients');
  return connection;
}

async function isUsedAlready(
  trx: Transaction<Schema>,
  { firmId, installationId }: { readonly firmId: string; readonly installationId: string },
  clientId: string,
  clientKey: string,
): Promise<boolean> {
  const existing = await trx
    .selectFrom('connections')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('state', '<>', 'disconnected')
    .where((eb) => eb.or([eb('client_id', '=', clientId), eb('client_key', '=', clientKey)]))
    .executeTakeFirst();
  return existing !== undefined;
}
