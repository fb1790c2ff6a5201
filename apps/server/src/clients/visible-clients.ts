import { NavetteError } from '@navette/model';
import { type Expression, expressionBuilder, type SqlBool, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';

/**
 * Which clients a caller sees: an administrator all; a collaborator all, or those assigned to him when limited; a client user
 * those given to him. An agent sees what the user who paired it sees. For queries that have `clients` among their tables.
 */
export function isVisibleClient(caller: FirmCaller): Expression<SqlBool> {
  if (seesAllClients(caller)) return sql<SqlBool>`true`;
  const eb = expressionBuilder<Schema, 'clients'>();
  return eb.exists(
    eb
      .selectFrom('client_members')
      .select(sql`1`.as('one'))
      .whereRef('client_members.firm_id', '=', 'clients.firm_id')
      .whereRef('client_members.client_id', '=', 'clients.id')
      .where('client_members.user_id', '=', caller.userId),
  );
}

/** Whether no client is hidden from a caller. */
export function seesAllClients(caller: FirmCaller): boolean {
  return caller.role === 'admin' || (caller.role === 'collaborator' && caller.seesAllClients);
}

/** @throws NavetteError `not_found` when the client does not exist or the caller may not see it: the two look the same */
export async function requireClient(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
): Promise<{ archivedAt: string | null; erasedAt: string | null }> {
  const client = await trx
    .selectFrom('clients')
    .select(['archived_at as archivedAt', 'erased_at as erasedAt'])
    .where('firm_id', '=', caller.firmId)
    .where('id', '=', clientId)
    .where(isVisibleClient(caller))
    .executeTakeFirst();
  if (!client) throw new NavetteError('not_found');
  return client;
}

/**
 * The same, for what brings documents in: uploads, moves, agents. An archived client receives nothing.
 * @throws NavetteError `not_found`, `client_archived`
 */
export async function requireReceivingClient(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  clientId: string,
): Promise<void> {
  const { archivedAt } = await requireClient(trx, caller, clientId);
  if (archivedAt !== null) throw new NavetteError('client_archived');
}
