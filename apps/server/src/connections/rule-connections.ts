/** Which connected clients the rules of scope `listed` take documents of. */
import { NavetteError } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';

interface Application {
  readonly firmId: string;
  readonly installationId: string;
}

interface Pair {
  readonly ruleId: string;
  readonly connectionId: string;
}

/**
 * Of rules of an application, those of scope `listed`: the others concern every connected client. Nobody removes one until the
 * transaction ends. @throws NavetteError `not_found`
 */
export async function requireListedRules(
  trx: Transaction<Schema>,
  firmId: string,
  installationId: string,
  ruleIds: readonly string[],
): Promise<ReadonlySet<string>> {
  if (ruleIds.length === 0) return new Set();
  const rows = await trx
    .selectFrom('rules')
    .select(['id', 'scope'])
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('id', 'in', ruleIds)
    .where('removed_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
  if (rows.length < new Set(ruleIds).size) throw new NavetteError('not_found', { field: 'ruleIds' });
  return new Set(rows.filter(({ scope }) => scope === 'listed').map(({ id }) => id));
}

/** Connects clients for folders. Again, it changes nothing. @returns the connections that were not for one of theirs before */
export async function listConnectionsFor(
  trx: Transaction<Schema>,
  { firmId, installationId }: Application,
  pairs: readonly Pair[],
): Promise<ReadonlySet<string>> {
  if (pairs.length === 0) return new Set();
  const { rows } = await sql<{ connectionId: string }>`
    insert into rule_connections (firm_id, installation_id, rule_id, connection_id)
    select ${firmId}::uuid, ${installationId}::uuid, rule_id, connection_id
    from unnest(${pairs.map(({ ruleId }) => ruleId)}::uuid[], ${pairs.map(({ connectionId }) => connectionId)}::uuid[])
      as pair (rule_id, connection_id)
    on conflict do nothing
    returning connection_id as "connectionId"`.execute(trx);
  return new Set(rows.map(({ connectionId }) => connectionId));
}

/** Takes folders from clients. @returns the connections that had one of theirs */
export async function withdrawConnections(
  trx: Transaction<Schema>,
  { firmId }: Application,
  pairs: readonly Pair[],
): Promise<ReadonlySet<string>> {
  if (pairs.length === 0) return new Set();
  const { rows } = await sql<{ connectionId: string }>`
    delete from rule_connections r
    using unnest(${pairs.map(({ ruleId }) => ruleId)}::uuid[], ${pairs.map(({ connectionId }) => connectionId)}::uuid[])
      as pair (rule_id, connection_id)
    where r.firm_id = ${firmId} and r.rule_id = pair.rule_id and r.connection_id = pair.connection_id
    returning r.connection_id as "connectionId"`.execute(trx);
  return new Set(rows.map(({ connectionId }) => connectionId));
}
