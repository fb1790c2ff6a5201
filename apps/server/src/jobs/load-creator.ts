import { NavetteError } from '@navette/model';
import type { FirmTransaction } from '../database/tenancy.ts';
import { callerOfKey, type FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { requireInForce } from '../users/api-keys-find.ts';

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

/** Whose a job is: a person's, or a key's. */
export interface JobMaker {
  readonly created_by: string | null;
  readonly api_key_id: string | null;
}

/**
 * In whose name a job goes on: its person as `loadCreator` finds him, or its key as it is now. A key has every scope its job needs:
 * scopes never change, and the job could not have been made without.
 * @throws NavetteError as `loadCreator`; `api_key_revoked`, `api_key_expired`, `firm_suspended`
 */
export async function loadMaker(
  platform: Pick<Platform, 'clock'>,
  trx: FirmTransaction,
  firmId: string,
  { created_by, api_key_id }: JobMaker,
): Promise<FirmCaller> {
  if (created_by !== null) return loadCreator(trx, firmId, created_by);
  const key = await trx
    .selectFrom('api_keys')
    .innerJoin('firms', 'firms.id', 'api_keys.firm_id')
    .select([
      'api_keys.id',
      'api_keys.name',
      'api_keys.scopes',
      'api_keys.expires_at as expiresAt',
      'api_keys.revoked_at as revokedAt',
      'firms.state as firmState',
    ])
    .where('api_keys.firm_id', '=', firmId)
    .where('api_keys.id', '=', api_key_id)
    .executeTakeFirstOrThrow();
  requireInForce(platform, key);
  if (key.firmState === 'suspended') throw new NavetteError('firm_suspended');
  return callerOfKey(firmId, key);
}
