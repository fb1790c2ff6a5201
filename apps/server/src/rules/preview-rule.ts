import type { RulePreview } from '@navette/api';
import { bindPattern, describePattern, type PathPattern } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { connectedClients } from './concerned-clients.ts';
import type { RuleCounts } from './count-rules.ts';
import { loadFirmPeriod } from './firm-period.ts';
import { foldersFound, fullestFolder } from './folders-found.ts';
import { type FolderMatch, matchFolders } from './match-folders.ts';
import { findConflict, type NewRule, readRule } from './refuse-rule.ts';
import { findInstallation } from './select-rules.ts';
import { warnOfRule } from './warn-of-rule.ts';

/**
 * What a rule would do, before it is added, among the clients that the caller sees. Writes nothing. @throws NavetteError `not_found`
 */
export async function previewRule(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  given: NewRule,
): Promise<RulePreview> {
  const { firmId } = caller;
  const installation = await findInstallation(platform, trx, firmId, installationId);
  const period = await loadFirmPeriod(platform, trx, firmId);
  const { read, problem: own } = readRule(given, installation.manifest);
  const problem = own ?? (await findConflict(trx, firmId, installation, given, read));
  const concerned = connectedClients(caller, installationId);
  const meant = (pattern: PathPattern | null) =>
    pattern === null ? null : describePattern(typed(pattern, given), period.now);
  const path = read && { ...given, id: platform.newId(), pattern: read.source, scope: 'all' as const };
  const matches = path ? await matchFolders(trx, firmId, period, concerned, [path]) : [];
  const { examples, ...counts } = path
    ? await findClients(trx, firmId, concerned, matches)
    : { clientsTotal: 0, clients: 0, documents: 0, examples: [] };
  return {
    sourcePath: read?.source.source ?? null,
    meansToday: meant(read?.source ?? null),
    archiveMeansToday: meant(read?.archive ?? null),
    ...counts,
    examples,
    problem: problem && {
      ...reasonOf(problem.code, problem.params),
      field: problem.field,
      ruleId: problem.ruleId,
    },
    warnings:
      path && problem === null
        ? await warnOfRule(platform, trx, caller, installation, given, path.pattern, counts)
        : [],
  };
}

function typed(pattern: PathPattern, { documentType }: NewRule): PathPattern {
  return documentType === null ? pattern : bindPattern(pattern, { type: documentType });
}

interface Found extends RuleCounts {
  readonly examples: RulePreview['examples'];
}

/** What a path finds, and the clients with the most documents first, each with its folder that holds the most. */
async function findClients(
  trx: Transaction<Schema>,
  firmId: string,
  concerned: RawBuilder<unknown>,
  matches: readonly FolderMatch[],
): Promise<Found> {
  const { rows } = await sql<Found>`
    with ${foldersFound(firmId, concerned, matches)},
    first as (
      select c.id, c.name, c.sort_key, found.documents from found join concerned c on c.id = found.client_id
      order by found.documents desc, c.sort_key, c.id limit 5),
    example as (
      select id as "clientId", name as "clientName", ${fullestFolder(firmId, sql`first.id`)} as path, documents
      from first order by documents desc, sort_key, id)
    select (select count(*) from concerned) as "clientsTotal", count(*) as clients, coalesce(sum(documents), 0)::bigint as documents,
           (select coalesce(json_agg(example), '[]') from example) as examples
    from found`.execute(trx);
  return rows[0] ?? { clientsTotal: 0, clients: 0, documents: 0, examples: [] };
}
