import type { Dossier } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { fetchDossiers } from '../applications/fetch-dossiers.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';
import type { ListedApplication } from './refresh-soon.ts';

/**
 * Lists a partner's dossiers anew: what is there afterwards is what the partner listed, nothing more, or all of what was there before.
 * Two at once take turns. @returns how many there are
 * @throws NavetteError `not_found`, for an application that lists none too; `credentials_refused`, `partner_unavailable`: then
 * nothing changed
 */
export async function refreshDossiers(
  platform: Platform,
  firmId: string,
  installationId: string,
): Promise<{ dossiers: number; fetchedAt: string }> {
  const listed = await fetchDossiers(platform, firmId, installationId);
  const dossiers = new Map(listed.map((dossier) => [dossier.key, dossier]));
  const fetchedAt = platform.clock().toISOString();
  await inFirm(platform.database.app, firmId, async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('installations')
      .set({ dossiers_fetched_at: fetchedAt })
      .where('firm_id', '=', firmId)
      .where('id', '=', installationId)
      .where('state', '<>', 'removed')
      .executeTakeFirst();
    if (numUpdatedRows === 0n) throw new NavetteError('not_found');
    await replaceDossiers(trx, firmId, installationId, [...dossiers.values()]);
  });
  platform.live.publish(firmId, 'clients');
  return { dossiers: dossiers.size, fetchedAt };
}

/** A failure is told in the log alone: what was listed before stays, and the next time tries again. */
export async function refreshQuietly(
  platform: Platform,
  { firmId, installationId }: ListedApplication,
): Promise<void> {
  try {
    await refreshDossiers(platform, firmId, installationId);
  } catch (error) {
    platform.log.warn('The dossiers of an application could not be listed', {
      ...{ firmId, installationId },
      error,
    });
  }
}

/** Lists the dossiers of an application in use whose partner lists them, where nobody did since it was added; else does nothing. */
export async function refreshFirst(platform: Platform, of: ListedApplication): Promise<void> {
  const { firmId, installationId } = of;
  const row = await inFirm(platform.database.app, firmId, (trx) =>
    trx
      .selectFrom('installations')
      .select('application')
      .where('firm_id', '=', firmId)
      .where('id', '=', installationId)
      .where('state', '=', 'active')
      .where('dossiers_fetched_at', 'is', null)
      .executeTakeFirst(),
  );
  if (row && platform.connectors.get(row.application)?.manifest.listsDossiers)
    await refreshQuietly(platform, of);
}

async function replaceDossiers(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  dossiers: readonly Dossier[],
): Promise<void> {
  await trx
    .deleteFrom('dossiers')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .execute();
  const column = <Name extends keyof Dossier>(name: Name) => sql.val(dossiers.map((each) => each[name]));
  await sql`
    insert into dossiers (firm_id, installation_id, key, name, siren, nic, active)
    select ${firmId}::uuid, ${installationId}::uuid, d.*
    from unnest(${column('key')}::text[], ${column('name')}::text[], ${column('siren')}::text[],
                ${column('nic')}::text[], ${column('active')}::bool[]) d`.execute(trx);
}
