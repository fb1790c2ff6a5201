import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmPeriod } from './firm-period.ts';
import { type FolderMatch, matchFolders, type PathOfRule } from './match-folders.ts';

export interface RuleCounts {
  /** Clients that the rule concerns, and those of them that have such a folder, today or in the grace. */
  readonly clientsTotal: number;
  readonly clients: number;
  /** Documents that sit in those folders now. */
  readonly documents: number;
}

/**
 * What each path finds now, in four statements at most, whatever the number of rules and clients. A path whose id is no rule's is for every
 * client.
 */
export async function countRules(
  trx: Transaction<Schema>,
  firmId: string,
  period: FirmPeriod,
  concerned: RawBuilder<unknown>,
  paths: readonly PathOfRule[],
): Promise<ReadonlyMap<string, RuleCounts>> {
  if (paths.length === 0) return new Map();
  const matches = await matchFolders(trx, firmId, period, concerned, paths);
  const totals = await countConcerned(
    trx,
    firmId,
    concerned,
    paths.map(({ id }) => id),
  );
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
  ids: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await sql<{ id: string; clients: number }>`
    with concerned as materialized (${concerned})
    select p.id, case when r.scope = 'listed' then listed.clients else every.clients end as clients
    from unnest(${ids}::uuid[]) as p (id)
    left join rules r on r.firm_id = ${firmId}::uuid and r.id = p.id
    cross join (select count(*) as clients from concerned) as every
    cross join lateral (
      select count(*) as clients
      from rule_connections x join concerned c on c.connection_id = x.connection_id
      where x.firm_id = ${firmId}::uuid and x.rule_id = p.id
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
  return sql`
    concerned as materialized (${concerned}),
    matched as materialized (
      select * from unnest(
        ${matches.map(({ ruleId }) => ruleId)}::uuid[], ${matches.map(({ pathKey }) => pathKey)}::text[],
        ${matches.map(({ clientId }) => clientId)}::uuid[]) as m (rule_id, path_key, client_id)),
    found as (
      select m.rule_id, f.client_id, c.name as client_name, c.sort_key, f.id as folder_id, f.path, n.documents
      from matched m
      join folders f on f.firm_id = ${firmId}::uuid and f.path_key = m.path_key and f.bin_entry_id is null
        and (m.client_id is null or f.client_id = m.client_id)
      join concerned c on c.id = f.client_id
      left join rules r on r.firm_id = f.firm_id and r.id = m.rule_id
      left join rule_connections x on x.firm_id = f.firm_id and x.rule_id = m.rule_id and x.connection_id = c.connection_id
      cross join lateral (
        select coalesce(sum(k.documents), 0)::bigint as documents
        from folder_counts k where k.firm_id = f.firm_id and k.folder_id = f.id
      ) as n
      where r.scope is distinct from 'listed' or x.rule_id is not null)`;
}
