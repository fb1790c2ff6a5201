import type { Setup } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import { recordAudit } from '../audit/record-audit.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getSetup } from './load-setup.ts';

/** What is set up: an application that is to be added, or one that is there. */
export type SetupTarget = { readonly application: string } | { readonly installationId: string };

/**
 * Opens the wizard. One that is open already is given again, whoever opened it; for an application that is there, the choice begins
 * with its connected clients. @throws NavetteError `not_found`
 */
export async function openSetup(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  target: SetupTarget,
): Promise<Setup> {
  const { firmId } = caller;
  // Two who begin at once, or begin while another validates: the second finds what the first made.
  await trx.selectFrom('firms').select('id').where('id', '=', firmId).forNoKeyUpdate().execute();
  const found = await describeTarget(platform, trx, firmId, target);
  if (found.openId !== null) return getSetup(platform, trx, caller, found.openId);
  const id = platform.newId();
  const at = platform.clock().toISOString();
  await trx
    .insertInto('setups')
    .values({
      firm_id: firmId,
      ...{ id, application: found.application, installation_id: found.installationId, step: 'clients' },
      ...{ created_by: caller.userId, created_at: at, changed_at: at, ended_at: null },
    })
    .execute();
  if (found.installationId !== null)
    await sql`
      insert into setup_clients (firm_id, setup_id, client_id)
      select n.firm_id, ${id}::uuid, n.client_id
      from connections n join clients c on c.firm_id = n.firm_id and c.id = n.client_id
      where n.firm_id = ${firmId} and n.installation_id = ${found.installationId} and n.state <> 'disconnected'
        and c.archived_at is null and c.erased_at is null`.execute(trx);
  await recordAudit(platform, trx, caller, {
    action: 'installation.setup_opened',
    subjectKind: 'setup',
    subjectId: id,
    subjectName: found.name,
    details: { application: found.application },
  });
  return getSetup(platform, trx, caller, id);
}

interface FoundTarget {
  readonly application: string;
  readonly name: string;
  readonly installationId: string | null;
  /** The wizard that is open for it. */
  readonly openId: string | null;
}

async function describeTarget(
  platform: Platform,
  trx: FirmTransaction,
  firmId: string,
  target: SetupTarget,
): Promise<FoundTarget> {
  if ('application' in target) {
    const { manifest } = requireConnector(platform, target.application);
    const open = await trx
      .selectFrom('setups')
      .leftJoin('installations', (join) =>
        join
          .onRef('installations.firm_id', '=', 'setups.firm_id')
          .onRef('installations.id', '=', 'setups.installation_id'),
      )
      .select('setups.id')
      .where('setups.firm_id', '=', firmId)
      .where('setups.application', '=', target.application)
      .where('setups.ended_at', 'is', null)
      .where((eb) =>
        eb.or([
          eb('setups.installation_id', 'is', null),
          // Added by this very wizard, and not started yet.
          eb('installations.state', '=', 'preparing'),
        ]),
      )
      .orderBy('setups.changed_at', 'desc')
      .limit(1)
      .executeTakeFirst();
    return { application: manifest.id, name: manifest.name, installationId: null, openId: open?.id ?? null };
  }
  const installation = await trx
    .selectFrom('installations')
    .select(['application', 'name'])
    .where('firm_id', '=', firmId)
    .where('id', '=', target.installationId)
    .where('state', '<>', 'removed')
    .executeTakeFirst();
  if (!installation) throw new NavetteError('not_found');
  const open = await trx
    .selectFrom('setups')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', target.installationId)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return { ...installation, installationId: target.installationId, openId: open?.id ?? null };
}
