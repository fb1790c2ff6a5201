import type { Dossier } from '@navette/connector';
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import { fetchDossiers } from '../applications/fetch-dossiers.ts';
import { requireConnector } from '../applications/installations.ts';
import type { Schema } from '../database/schema.ts';
import { inFirm } from '../database/tenancy.ts';
import type { Platform } from '../platform.ts';

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

/** The task that lists the dossiers of one application; a failure is told in the log, and the next night tries again. */
export const refreshTask = 'dossiers.refresh';
/** The task that adds one of those for each application that lists dossiers. */
export const refreshAllTask = 'dossiers.refresh-all';

/** Runs `refreshTask`. Safe to run twice. */
export async function refreshQuietly(
  platform: Platform,
  { firmId, installationId }: { readonly firmId: string; readonly installationId: string },
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

/** Partners of several firms, and several firms at one partner, are not asked at the same second. */
const paceMs = 5_000;

/** Adds a `refreshTask` for every application in use whose partner lists dossiers, one after the other. Safe to run twice. */
export async function refreshAll(platform: Platform, signal: AbortSignal): Promise<void> {
  const { rows: firms } = await platform.database.queue.query<{ id: string }>(
    `select id from firms where state = 'active' order by id`,
  );
  const startMs = Date.now();
  let count = 0;
  for (const { id: firmId } of firms) {
    if (signal.aborted) return;
    await inFirm(platform.database.app, firmId, async (trx) => {
      const rows = await trx
        .selectFrom('installations')
        .select(['id', 'application'])
        .where('firm_id', '=', firmId)
        .where('state', 'in', ['active', 'paused'])
        .execute();
      for (const { id, application } of rows) {
        const runAt = new Date(startMs + count * paceMs);
        if (await refreshSoon(platform, trx, { firmId, installationId: id, application, runAt })) count += 1;
      }
    });
  }
}

/** Has the dossiers of an application listed in the background, once the transaction is committed. @returns whether it lists any */
export async function refreshSoon(
  platform: Platform,
  trx: Transaction<Schema>,
  of: {
    readonly firmId: string;
    readonly installationId: string;
    readonly application: string;
    readonly runAt?: Date;
  },
): Promise<boolean> {
  const { firmId, installationId, application, runAt } = of;
  if (!requireConnector(platform, application).manifest.listsDossiers) return false;
  await platform.jobs.add(
    trx,
    refreshTask,
    { firmId, installationId },
    { jobKey: `${refreshTask}:${installationId}`, ...(runAt && { runAt }) },
  );
  return true;
}
