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
  const clients = await loadClientRules(trx, caller, installationId);
  const feeding = rememberByProfile((client, path) => rulesThatFeed(client, path, installationId));
  const lines = new Map<string, Line>();
  for (const place of await loadPlaces(platform, trx, caller.firmId, clients)) {
    const path = generalPath(place.path);
    const ofPath = new Map<Fed, Line>();
    for (const [index, number] of place.clients.entries()) {
      const client = clients[number];
      if (!client) continue;
      const found = feeding(client, place.path);
      const line = ofPath.get(found) ?? lineOf(lines, path, found);
      ofPath.set(found, line);
      line.clients.add(client.clientId);
      line.documents += place.documents[index] ?? 0;
    }
  }
  return describe(trx, caller.firmId, [...lines.values()], only);
}

/** The line of a path and the rules that feed it, made when there is none. */
function lineOf(lines: Map<string, Line>, path: string, found: Fed): Line {
  const key = [nameKey(path), ...found.ruleIds, '', ...found.otherInstallations].join('\n');
  const line = lines.get(key) ?? { path, clients: new Set(), documents: 0, ...found };
  lines.set(key, line);
  return line;
}

interface Fed {
  readonly ruleIds: readonly string[];
  readonly otherInstallations: readonly string[];
}

function rulesThatFeed({ rules }: ClientWithRules, path: string, installationId: string): Fed {
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

interface Place {
  readonly path: string;
  /** Numbers of the clients asked about, and what the folder of each holds. */
  readonly clients: readonly number[];
  readonly documents: readonly number[];
}

/**
 * Where documents are, or were dropped: the archive is not a place where anybody drops.
 *
 * Plan: documents once, grouped by folder; the folders once, hashed; a row for each path, with its clients as numbers. 100,000 documents in
 * 33,000 folders of 54 paths: 130 ms on a loaded machine. Tried: a row for each folder, 170 ms, and three times the answer's time, spent on
 * reading and comparing its texts.
 */
async function loadPlaces(
  platform: Platform,
  trx: Transaction<Schema>,
  firmId: string,
  clients: readonly ClientWithRules[],
): Promise<Place[]> {
  const since = new Date(platform.clock().getTime() - recentDays * 86_400_000).toISOString();
  const { rows } = await sql<Place>`
    select f.path, json_agg(c.number - 1) as clients, json_agg(d.documents) as documents
    from (
      select coalesce(source_folder_id, folder_id) as folder_id, count(*) as documents
      from documents
      where firm_id = ${firmId}::uuid and deleted_at is null and (archived_at is null or received_at >= ${since}::timestamptz)
      group by 1
    ) as d
    join folders f on f.firm_id = ${firmId}::uuid and f.id = d.folder_id and f.bin_entry_id is null
    join unnest(${clients.map(({ clientId }) => clientId)}::uuid[]) with ordinality as c (id, number) on c.id = f.client_id
    group by f.path
    order by f.path`.execute(trx);
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
