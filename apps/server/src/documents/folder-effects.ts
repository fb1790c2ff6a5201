/** What a new path of a folder does to what is sent: rules are by path. */
import type { LostRule } from '@navette/api';
import { matchPattern, type PathPattern, periodAt, splitPath } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { partnerOf } from '../deliveries/create-deliveries.ts';
import type { Platform } from '../platform.ts';
import { loadApplicableRules } from '../rules/load-rules.ts';
import { type ApplicableRule, matchRules } from '../rules/match-rules.ts';
import type { FirmFacts } from './arrival.ts';

export interface FolderEffects {
  /** Rules that took documents from the folder or from below it, and do not any more. */
  readonly rulesLost: LostRule[];
  /** Documents that begin to leave: no more than asked for. */
  readonly arrivals: readonly string[];
  readonly deliveries: number;
}

interface FolderPaths {
  readonly id: string;
  readonly before: string;
  readonly after: string;
}

/**
 * @param folders the folder first, then those below it
 * @param most how many deliveries are looked for: one more is found when there are more
 */
export async function findEffects(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  clientId: string,
  firm: FirmFacts,
  folders: readonly FolderPaths[],
  most: number,
): Promise<FolderEffects> {
  const rules = await loadApplicableRules(trx, firmId, clientId);
  const [top] = folders;
  const lost =
    top === undefined ? [] : rules.filter((rule) => feeds(rule, top.before) && !feeds(rule, top.after));
  const period = periodAt(platform.clock(), firm.timeZone);
  const connectionsOf = (path: string) =>
    matchRules(rules, path, period, firm.graceMonths).map(({ rule }) => rule.connectionId);
  // A document that stayed unsent in a connected folder is not one that arrives when that folder changes its name.
  const gains = folders.flatMap(({ id, before, after }) => {
    const had = connectionsOf(before);
    return connectionsOf(after)
      .filter((connectionId) => !had.includes(connectionId))
      .map((connectionId) => ({ folderId: id, connectionId }));
  });
  const found = await findUnsent(trx, firmId, gains, most + 1);
  return {
    rulesLost: lost.map((rule) => describe(platform, rule)),
    arrivals: [...new Set(found)],
    deliveries: found.length,
  };
}

/** Whether documents of a folder, or of one below it, may be taken by a rule, in whatever period. */
function feeds(rule: ApplicableRule, path: string): boolean {
  const levels = Math.min(rule.pattern.segments.length, splitPath(path).length);
  const stem: PathPattern = { ...rule.pattern, segments: rule.pattern.segments.slice(0, levels) };
  const withSubfolders = rule.withSubfolders || levels < rule.pattern.segments.length;
  const match = matchPattern(stem, path, {
    now: { year: 9999, month: 12 },
    graceMonths: Number.MAX_SAFE_INTEGER,
    withSubfolders,
  });
  return match.matched || match.outsidePeriod;
}

function describe(platform: Platform, rule: ApplicableRule): LostRule {
  return {
    ruleId: rule.ruleId,
    installationId: rule.installationId,
    partner: partnerOf(platform, rule.application),
    sourcePath: rule.pattern.source,
    documentType: rule.documentType,
  };
}

/** The documents of these folders that have no delivery by these connections, once for each. */
async function findUnsent(
  trx: Transaction<Schema>,
  firmId: string,
  gains: readonly { readonly folderId: string; readonly connectionId: string }[],
  limit: number,
): Promise<string[]> {
  if (gains.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select d.id
    from unnest(${gains.map(({ folderId }) => folderId)}::uuid[], ${gains.map(({ connectionId }) => connectionId)}::uuid[])
           as gain (folder_id, connection_id)
    join documents d on d.firm_id = ${firmId}::uuid and d.folder_id = gain.folder_id and d.deleted_at is null
    where not exists (
      select from deliveries v
      where v.firm_id = d.firm_id and v.version_id = d.current_version_id and v.connection_id = gain.connection_id)
    limit ${limit}`.execute(trx);
  return rows.map(({ id }) => id);
}
