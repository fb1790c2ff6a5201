import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
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
    select rule_id as id, count(distinct client_id) as clients, coalesce(sum(documents), 0)::bigint as documents
    from found group by rule_id`.execute(trx);
  return new Map(rows.map(({ id, ...counts }) => [id, counts]));
}

/**
 * Named queries that give `found`: `rule_id`, `client_id`, `client_name`, `sort_key`, `folder_id`, `path` and `documents` of each folder
 * that was matched, for the clients that its rule concerns.
 */
export function foldersFound(
  firmId: string,
  concerned: RawBuilder<unknown>,
  matches: readonly FolderMatch[],
): RawBuilder<unknown> {
  // Not materialized, so that each folder looks its client up: there is no telling how many the planner expects.
  return sql`
    concerned as not materialized (${concerned}),
    matched as materialized (
      select * from unnest(
        ${matches.map(({ ruleId }) => ruleId)}::uuid[], ${matches.map(({ pathKey }) => pathKey)}::text[],
        ${matches.map(({ clientId }) => clientId)}::uuid[], ${matches.map(({ isListed }) => isListed)}::boolean[]
      ) as m (rule_id, path_key, client_id, is_listed)),
    found as materialized (
      select m.rule_id, f.client_id, c.name as client_name, c.sort_key, f.id as folder_id, f.path,
        (select coalesce(sum(k.documents), 0)::bigint
         from folder_counts k where k.firm_id = f.firm_id and k.folder_id = f.id) as documents
      from matched m
      join folders f on f.firm_id = ${firmId}::uuid and f.path_key = m.path_key and f.bin_entry_id is null
        and (m.client_id is null or f.client_id = m.client_id)
      join concerned c on c.id = f.client_id
      where not m.is_listed or exists (
        select from rule_connections x
        where x.firm_id = f.firm_id and x.rule_id = m.rule_id and x.connection_id = c.connection_id))`;
}
