import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { foldersFound } from './folders-found.ts';
import type { FolderMatch, PathOfRule } from './match-folders.ts';

export interface RuleCounts {
  /** Clients that the rule concerns, and those of them that have such a folder, today or in the grace. */
  readonly clientsTotal: number;
  readonly clients: number;
  /** Documents that sit in those folders now. */
  readonly documents: number;
}

/**
 * What each path finds now, in few statements, whatever the number of rules and clients.
 * @param matches what `matchFolders` found of these paths
 */
export async function countRules(
  trx: Transaction<Schema>,
  firmId: string,
  concerned: RawBuilder<unknown>,
  paths: readonly PathOfRule[],
  matches: readonly FolderMatch[],
): Promise<ReadonlyMap<string, RuleCounts>> {
  if (paths.length === 0) return new Map();
  const totals = await countConcerned(trx, firmId, concerned, paths);
  const found = await countFound(trx, firmId, concerned, matches);
  return new Map(
    paths.map(({ id }) => [
      id,
      { clientsTotal: totals.get(id) ?? 0, ...(found.get(id) ?? { clients: 0, documents: 0 }) },
    ]),
  );
}

async function countConcerned(
  trx: Transaction<Schema>,
  firmId: string,
  concerned: RawBuilder<unknown>,
  paths: readonly PathOfRule[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; clients: number }>`
    with concerned as materialized (${concerned})
    select p.id, case when p.is_listed then listed.clients else every.clients end as clients
    from unnest(${paths.map(({ id }) => id)}::uuid[], ${paths.map(({ scope }) => scope === 'listed')}::boolean[]) as p (id, is_listed)
    cross join (select count(*) as clients from concerned) as every
    cross join lateral (
      select count(*) as clients
      from rule_connections x join concerned c on c.connection_id = x.connection_id
      where p.is_listed and x.firm_id = ${firmId}::uuid and x.rule_id = p.id
    ) as listed`.execute(trx);
  return new Map(rows.map(({ id, clients }) => [id, clients]));
}

async function countFound(
  trx: Transaction<Schema>,
  firmId: string,
  concerned: RawBuilder<unknown>,
  matches: readonly FolderMatch[],
): Promise<Map<string, { clients: number; documents: number }>> {
  if (matches.length === 0) return new Map();
  const { rows } = await sql<{ id: string; clients: number; documents: number }>`
    with ${foldersFound(firmId, concerned, matches)}
    select rule_id as id, count(*) as clients, sum(documents)::bigint as documents
    from found group by rule_id`.execute(trx);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}
