import type { RuleCoverage } from '@navette/api';
import { compareSpecificity, matchPattern, nameKey } from '@navette/model';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { type ClientWithRules, loadClientRules, rememberByProfile } from './client-rules.ts';
import { generalPath } from './general-path.ts';
import { findInstallation } from './select-rules.ts';

const maxLines = 500;
const recentDays = 90;

interface Line {
  path: string;
  clients: Set<string>;
  documents: number;
  ruleIds: readonly string[];
  otherInstallations: readonly string[];
}

/**
 * Every folder of the connected clients that the caller sees, where documents are, or were dropped lately and archived since, with the rules
 * that feed it in whatever period. Writes nothing. @throws NavetteError `not_found`
 */
export async function mapCoverage(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  only: 'none' | 'one' | 'several' | null,
): Promise<RuleCoverage> {
  await findInstallation(platform, trx, caller.firmId, installationId);
  const clients = new Map(
    (await loadClientRules(trx, caller, installationId)).map((client) => [client.clientId, client]),
  );
  const feeding = rememberByProfile((client, path) => rulesThatFeed(client, path, installationId));
  const lines = new Map<string, Line>();
  for (const folder of await loadFolders(platform, trx, caller.firmId, [...clients.keys()])) {
    const client = clients.get(folder.clientId);
    if (!client) continue;
    const found = feeding(client, folder.path);
    const path = generalPath(folder.path);
    const key = [nameKey(path), ...found.ruleIds, '', ...found.otherInstallations].join('\n');
    const line = lines.get(key) ?? { path, clients: new Set(), documents: 0, ...found };
    line.clients.add(folder.clientId);
    line.documents += folder.documents;
    lines.set(key, line);
  }
  return describe(trx, caller.firmId, [...lines.values()], only);
}

function rulesThatFeed({ rules }: ClientWithRules, path: string, installationId: string) {
  const anyPeriod = { now: { year: 9999, month: 12 }, graceMonths: Number.MAX_SAFE_INTEGER };
  const feeding = rules
    .filter(
      ({ pattern, withSubfolders }) => matchPattern(pattern, path, { ...anyPeriod, withSubfolders }).matched,
    )
    .toSorted((a, b) => compareSpecificity(a.pattern, b.pattern));
  const isOwn = (rule: { installationId: string }) => rule.installationId === installationId;
  return {
    ruleIds: feeding.filter(isOwn).map(({ ruleId }) => ruleId),
    otherInstallations: [
      ...new Set(feeding.filter((rule) => !isOwn(rule)).map((rule) => rule.installationId)),
    ].sort(),
  };
}

/** Where documents are, or were dropped: the archive is not a place where anybody drops. */
async function loadFolders(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  clientIds: readonly string[],
): Promise<{ clientId: string; path: string; documents: number }[]> {
  const since = new Date(platform.clock().getTime() - recentDays * 86_400_000).toISOString();
  const { rows } = await sql<{ clientId: string; path: string; documents: number }>`
    select f.client_id as "clientId", f.path, d.documents
    from (
      select coalesce(source_folder_id, folder_id) as folder_id, count(*) as documents
      from documents
      where firm_id = ${firmId}::uuid and deleted_at is null and (archived_at is null or received_at >= ${since}::timestamptz)
      group by 1
    ) as d
    join folders f on f.firm_id = ${firmId}::uuid and f.id = d.folder_id and f.bin_entry_id is null
    where f.client_id = any(${clientIds}::uuid[])`.execute(trx);
  return rows;
}

async function describe(
  trx: Transaction<Schema>,
  firmId: string,
  lines: readonly Line[],
  only: 'none' | 'one' | 'several' | null,
): Promise<RuleCoverage> {
  const installations = await trx
    .selectFrom('installations')
    .select(['id', 'name'])
    .where('firm_id', '=', firmId)
    .execute();
  const names = new Map(installations.map(({ id, name }) => [id, name]));
  const of = (wanted: typeof only) => lines.filter((line) => degreeOf(line) === wanted);
  const kept = (only === null ? [...lines] : of(only)).toSorted(
    (a, b) => b.documents - a.documents || (a.path < b.path ? -1 : 1),
  );
  return {
    none: of('none').length,
    one: of('one').length,
    several: of('several').length,
    items: kept.slice(0, maxLines).map(({ path, clients, documents, ruleIds, otherInstallations }) => ({
      ...{ path, clients: clients.size, documents, ruleIds: [...ruleIds] },
      otherApplications: otherInstallations.flatMap((id) => names.get(id) ?? []),
    })),
  };
}

function degreeOf({ ruleIds }: Line): 'none' | 'one' | 'several' {
  if (ruleIds.length === 0) return 'none';
  return ruleIds.length === 1 ? 'one' : 'several';
}
