import type { RulePreview } from '@navette/api';
import { bindPattern, describePattern, type PathPattern } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import { reasonOf } from '../http/problem.ts';
import type { Platform } from '../platform.ts';
import { connectedClients } from './concerned-clients.ts';
import { countRules, foldersFound } from './count-rules.ts';
import { loadFirmPeriod } from './firm-period.ts';
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
  const counts = path && (await countRules(trx, firmId, concerned, [path], matches)).get(path.id);
  return {
    sourcePath: read?.source.source ?? null,
    meansToday: meant(read?.source ?? null),
    archiveMeansToday: meant(read?.archive ?? null),
    ...(counts ?? { clientsTotal: 0, clients: 0, documents: 0 }),
    examples: await findExamples(trx, firmId, concerned, matches),
    problem: problem && {
      ...reasonOf(problem.code, problem.params),
      field: problem.field,
      ruleId: problem.ruleId,
    },
    warnings:
      path && counts && problem === null
        ? await warnOfRule(platform, trx, caller, installation, given, path.pattern, counts)
        : [],
  };
}

function typed(pattern: PathPattern, { documentType }: NewRule): PathPattern {
  return documentType === null ? pattern : bindPattern(pattern, { type: documentType });
}

/** The clients with the most documents first, each with its folder that holds the most. */
async function findExamples(
  trx: Transaction<Schema>,
  firmId: string,
  concerned: RawBuilder<unknown>,
  matches: readonly FolderMatch[],
): Promise<RulePreview['examples']> {
  if (matches.length === 0) return [];
  const { rows } = await sql<RulePreview['examples'][number]>`
    with ${foldersFound(firmId, concerned, matches)}
    select client_id as "clientId", min(client_name) as "clientName",
           (array_agg(path order by documents desc, path desc))[1] as path, sum(documents)::bigint as documents
    from found group by client_id, sort_key order by sum(documents) desc, sort_key, client_id limit 5`.execute(
    trx,
  );
  return rows;
}
