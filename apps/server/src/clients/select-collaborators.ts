import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

/** Who of the firm's own people is assigned to which client, for a query that says which of them it wants, and what. */
export function selectCollaborators(trx: Transaction<Schema>, firmId: string) {
  return trx
    .selectFrom('client_members')
    .innerJoin('members', (join) =>
      join
        .onRef('members.firm_id', '=', 'client_members.firm_id')
        .onRef('members.user_id', '=', 'client_members.user_id')
        .on('members.role', '<>', 'client'),
    )
    .where('client_members.firm_id', '=', firmId);
}
