import { NavetteError } from '@navette/model';
import type { FirmTransaction } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';

/**
 * The person in whose name work goes on after his request ended, with his rights of now.
 * @throws NavetteError `not_allowed` once he is no longer an active member, `firm_suspended`
 */
export async function loadCreator(trx: FirmTransaction, firmId: string, userId: string): Promise<FirmCaller> {
  const row = await trx
    .selectFrom('members')
    .innerJoin('firms', 'firms.id', 'members.firm_id')
    .select([
      'members.role',
      'members.name',
      'members.email',
      'members.sees_all_clients as seesAllClients',
      'firms.state as firmState',
    ])
    .where('members.firm_id', '=', firmId)
    .where('members.user_id', '=', userId)
    .where('members.state', '=', 'active')
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_allowed');
  const { firmState, ...person } = row;
  if (firmState === 'suspended') throw new NavetteError('firm_suspended');
  return { firmId, userId, ...person, agent: null, apiKey: null };
}
