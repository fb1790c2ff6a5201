import { NavetteError } from '@navette/model';
import type { Transaction } from 'kysely';
import { recordAudit } from '../audit/record-audit.ts';
import { requireClient } from '../clients/visible-clients.ts';
import { takenBy } from '../connections/insert-connections.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadMapping } from './load-mapping.ts';

export interface DossierChoice {
  readonly clientId: string;
  /** `null`: not to be connected; `undefined`: back to what is computed. */
  readonly dossierKey?: string | null | undefined;
}

/**
 * Settles a client by hand, over what is computed. The last choice stands; again, it changes nothing.
 * @throws NavetteError `not_found` for a client that the caller does not see, and for a dossier that the partner did not list;
 * `connection_exists` for a client that is connected; `client_key_taken` for a dossier of another client, or chosen for one
 */
export async function chooseDossier(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { clientId, dossierKey }: DossierChoice,
): Promise<void> {
  const { firmId } = caller;
  await requireClient(trx, caller, clientId);
  // Choices of one application take turns, so that two people do not give one dossier to two clients.
  await trx
    .selectFrom('installations')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('id', '=', installationId)
    .forNoKeyUpdate()
    .execute();
  const mapping = await loadMapping(platform, trx, caller, installationId);
  const { dossiers, comparison, graded, users } = mapping;
  const client = mapping.clients.find(({ id }) => id === clientId);
  if (!client) throw new NavetteError('not_found');
  if (graded.get(clientId)?.grade === 'connected') throw new NavetteError('connection_exists');
  if (typeof dossierKey === 'string') {
    const dossierId = comparison.dossierId(dossierKey);
    if (!dossiers?.has(dossierId)) throw new NavetteError('not_found');
    const chooser = [...graded].find(
      ([id, each]) => id !== clientId && each.grade === 'chosen' && each.dossierId === dossierId,
    );
    const holder = users.get(dossierId) ?? chooser?.[0];
    if (holder !== undefined) {
      const clientName = mapping.seenNames.get(holder);
      throw takenBy({ clientName: clientName ?? '', isSeen: clientName !== undefined });
    }
  }
  const isChanged = await writeChoice(platform, trx, caller, installationId, { clientId, dossierKey });
  if (!isChanged) return;
  await recordAudit(platform, trx, caller, {
    action: dossierKey === undefined ? 'mapping.choice_undone' : 'mapping.chosen',
    subjectKind: 'client',
    subjectId: clientId,
    subjectName: client.name,
    details: { installationId, ...(dossierKey === undefined ? {} : { dossierKey }) },
  });
  platform.live.publish(firmId, 'applications');
}

/** @returns whether it changed anything */
async function writeChoice(
  platform: Platform,
  trx: Transaction<Schema>,
  { firmId, userId }: FirmCaller,
  installationId: string,
  { clientId, dossierKey }: DossierChoice,
): Promise<boolean> {
  const at = { firm_id: firmId, installation_id: installationId, client_id: clientId };
  if (dossierKey === undefined) {
    const { numDeletedRows } = await trx
      .deleteFrom('mapping_choices')
      .where('firm_id', '=', firmId)
      .where('installation_id', '=', installationId)
      .where('client_id', '=', clientId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }
  const choice = { dossier_key: dossierKey, chosen_by: userId, chosen_at: platform.clock().toISOString() };
  const { numInsertedOrUpdatedRows } = await trx
    .insertInto('mapping_choices')
    .values({ ...at, ...choice })
    .onConflict((conflict) =>
      conflict
        .columns(['firm_id', 'installation_id', 'client_id'])
        .doUpdateSet(choice)
        .where('mapping_choices.dossier_key', 'is distinct from', dossierKey),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}
