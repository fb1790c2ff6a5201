import type { RuleClient } from '@navette/api';
import { type DocumentType, parsePattern } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { defaultPageSize, pageOf, readCursor } from '../http/paging.ts';
import type { Platform } from '../platform.ts';
import { connectedClients, listedClients } from './concerned-clients.ts';
import { loadFirmPeriod } from './firm-period.ts';
import { foldersFound, fullestFolder } from './folders-found.ts';
import { matchFolders } from './match-folders.ts';
import { readRule, throwProblem } from './refuse-rule.ts';
import { findInstallation, findRule } from './select-rules.ts';

export interface ClientsOfPath {
  readonly sourcePath: string;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType | null;
  /** Those that have the folder, or those that lack it. */
  readonly has: boolean;
  /** The rule whose clients are meant; all that are connected unless given. */
  readonly ruleId?: string | undefined;
  readonly cursor?: string | undefined;
  readonly limit?: number | undefined;
}

/**
 * Connected clients that have the folder of a path, today or in the grace, each with the one of its folders that holds the most; or those
 * that lack it. By name, among those that the caller sees. @throws NavetteError `not_found`, `rule_never_matches`
 */
export async function listRuleClients(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  { has, ruleId, cursor, limit = defaultPageSize, ...given }: ClientsOfPath,
): Promise<{ items: RuleClient[]; next: string | null; total: number }> {
  const { firmId } = caller;
  const { manifest } = await findInstallation(platform, trx, firmId, installationId);
  const { problem } = readRule({ ...given, archivePath: null }, manifest);
  if (problem !== null && problem.field === 'sourcePath') throwProblem(problem);
  const period = await loadFirmPeriod(platform, trx, firmId);
  const rule = ruleId === undefined ? null : await findRule(trx, firmId, installationId, ruleId);
  const concerned =
    rule?.scope === 'listed'
      ? listedClients(caller, installationId, rule.id)
      : connectedClients(caller, installationId);
  const path = {
    ...given,
    id: platform.newId(),
    pattern: parsePattern(given.sourcePath),
    scope: 'all' as const,
  };
  const matches = await matchFolders(trx, firmId, period, concerned, [path]);
  const after = readCursor(cursor);
  const { rows } = await sql<RuleClient & { key: string; total: number }>`
    with ${foldersFound(firmId, concerned, matches)},
    asked as materialized (
      select c.id, c.name, c.sort_key, found.client_id is not null as has, coalesce(found.documents, 0) as documents
      from concerned c left join found on found.client_id = c.id
      where (found.client_id is not null) = ${has}::boolean),
    page as (
      select * from asked
      where ${after === null}::boolean or (sort_key, id) > (${after?.key ?? ''}::text, ${after?.id ?? null}::uuid)
      order by sort_key, id
      limit ${limit + 1}::int)
    select id as "clientId", name as "clientName", case when has then ${fullestFolder(firmId, sql`page.id`)} end as path,
           documents, sort_key as key, (select count(*) from asked) as total
    from page
    order by sort_key, id`.execute(trx);
  const { items, next } = pageOf(rows, limit, ({ key, clientId }) => ({ key, id: clientId }));
  return {
    items: items.map(({ key: _key, total: _total, ...item }) => item),
    next,
    total: rows[0]?.total ?? 0,
  };
}
