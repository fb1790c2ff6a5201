import { NavetteError } from '@navette/model';
import { type ExpressionBuilder, type ExpressionWrapper, type SqlBool, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

/**
 * Which clients a caller sees: an administrator all; a collaborator all, or those assigned to him when limited; a client user
 * those given to him. An agent sees what the user who paired it sees.
 */
export function isVisibleClient(
  eb: ExpressionBuilder<Schema, 'clients'>,
  caller: FirmCaller,
): ExpressionWrapper<Schema, 'clients', SqlBool> {
  if (seesAllClients(caller))
    return eb.and([sql<SqlBool>`true`]) as ExpressionWrapper<Schema, 'clients', SqlBool>;
  return eb.exists(
    eb
      .selectFrom('client_members')
      .select(sql`1`.as('one'))
      .whereRef('client_members.firm_id', '=', 'clients.firm_id')
      .whereRef('client_members.client_id', '=', 'clients.id')
      .where('client_members.user_id', '=', caller.userId),
  );
}

function seesAllClients(caller: FirmCaller): boolean {
  return caller.role === 'admin' || (caller.role === 'collaborator' && caller.seesAllClients);
}

/** @throws NavetteError `not_found` when the client does not exist or the caller may not see it: the two look the same */
export async function requireClient(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
): Promise<void> {
  const row = await trx
    .selectFrom('clients')
    .select('id')
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', clientId)
    .where((eb) => isVisibleClient(eb, caller))
    .executeTakeFirst();
  if (!row) throw new NavetteError('not_found');
}
