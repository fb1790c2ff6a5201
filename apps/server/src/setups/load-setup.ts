import type { Setup } from '@navette/api';
import { NavetteError } from '@navette/model';
import { sql } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { planSteps, stepToShow } from './setup-steps.ts';

/** A wizard of the firm, as pages show it. @throws NavetteError `not_found` */
export async function getSetup(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
): Promise<Setup> {
  const [setup] = await loadSetups(platform, trx, caller, id);
  if (!setup) throw new NavetteError('not_found');
  return setup;
}

/** The wizards of the firm that somebody began and did not end, the last one touched first. */
export async function listSetups(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
): Promise<Setup[]> {
  return loadSetups(platform, trx, caller, null);
}

/**
 * A wizard that is open, locked until the transaction ends: whoever changes it too waits. @throws NavetteError `not_found`, `setup_ended`
 */
export async function lockSetup(
  platform: Platform,
  trx: FirmTransaction,
  caller: FirmCaller,
  id: string,
): Promise<Setup> {
  await trx
    .selectFrom('setups')
    .select('id')
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  const setup = await getSetup(platform, trx, caller, id);
  if (setup.endedAt !== null) throw new NavetteError('setup_ended');
  return setup;
}

/** @param id one of them, ended or not; `null` for all that are open */
async function loadSetups(
  platform: Platform,
  trx: FirmTransaction,
  { firmId }: FirmCaller,
  id: string | null,
): Promise<Setup[]> {
  const { rows } = await sql<SetupRow>`
    select s.id, s.application, s.installation_id as "installationId", s.step, s.created_by as "createdBy",
           s.changed_at as "changedAt", s.ended_at as "endedAt",
           i.name, i.state, i.identity, i.checked_at as "checkedAt", m.name as "creatorName",
           chosen.chosen, chosen.connected,
           (select count(*) from rules r
            where r.firm_id = s.firm_id and r.installation_id = s.installation_id and r.removed_at is null) as rules
    from setups s
    left join installations i on i.firm_id = s.firm_id and i.id = s.installation_id
    left join members m on m.firm_id = s.firm_id and m.user_id = s.created_by
    cross join lateral (
      select count(*) as chosen, count(n.id) as connected
      from setup_clients e
      join clients c on c.firm_id = e.firm_id and c.id = e.client_id and c.archived_at is null and c.erased_at is null
      left join connections n on n.firm_id = e.firm_id and n.client_id = e.client_id and n.installation_id = s.installation_id
        and n.state <> 'disconnected'
      where e.firm_id = s.firm_id and e.setup_id = s.id
    ) chosen
    where s.firm_id = ${firmId} and coalesce(i.state, '') <> 'removed'
      and ${id === null ? sql`s.ended_at is null` : sql`s.id = ${id}`}
    order by s.changed_at desc, s.id`.execute(trx);
  return rows.map((row) => describe(platform, row));
}

interface SetupRow {
  readonly id: string;
  readonly application: string;
  readonly installationId: string | null;
  readonly step: Setup['step'];
  readonly createdBy: string;
  readonly creatorName: string | null;
  readonly changedAt: string;
  readonly endedAt: string | null;
  readonly name: string | null;
  readonly state: 'preparing' | 'active' | 'paused' | 'stopped' | null;
  readonly identity: string | null;
  readonly checkedAt: string | null;
  readonly chosen: number;
  readonly connected: number;
  readonly rules: number;
}

function describe(platform: Platform, row: SetupRow): Setup {
  const { manifest } = requireConnector(platform, row.application);
  const { creatorName, createdBy, name, state, step, ...rest } = row;
  const steps = planSteps({
    ...row,
    needsCredentials: needsCredentials(platform, row.application),
    isReached: state !== null && state !== 'stopped',
  });
  return {
    ...rest,
    name: name ?? manifest.name,
    partner: manifest.partner,
    kind: manifest.kind,
    installationState: state,
    step: stepToShow(steps, step),
    steps,
    createdBy: { id: createdBy, name: creatorName ?? '' },
  };
}

/** Whether an application asks for values: the operator may have set them all. */
function needsCredentials(platform: Platform, application: string): boolean {
  const { fields } = requireConnector(platform, application).manifest;
  const ofOperator = platform.sessions.fieldsOfOperator(application);
  return fields.some(({ name }) => !ofOperator.includes(name));
}
