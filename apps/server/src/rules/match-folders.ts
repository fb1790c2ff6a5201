/**
 * Which folders of many clients the paths of rules mean. Trees of a firm are alike: 3,000 clients have some hundred different paths
 * between them, so that distinct paths are matched, once each, by the one reader of patterns; what is counted is then joined by path.
 */
import { bindPattern, type DocumentType, matchPattern, type PathPattern } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { loadDistinctPaths } from './distinct-paths.ts';
import type { FirmPeriod } from './firm-period.ts';
import { roughExpression } from './rough-expression.ts';

/** A path to look folders up by; its type may not be said yet. */
export interface PathOfRule {
  readonly id: string;
  readonly pattern: PathPattern;
  readonly withSubfolders: boolean;
  readonly documentType: DocumentType | null;
  /** `all` for one that is no rule yet. */
  readonly scope: 'all' | 'listed';
}

export interface FolderMatch {
  readonly ruleId: string;
  readonly pathKey: string;
  /** The one client in whose tree it matches: the path names the client. `null`: in every tree. */
  readonly clientId: string | null;
  /** Whether it is for the clients that its rule lists alone. */
  readonly isListed: boolean;
}

/** @param concerned a query of the clients, as `connectedClients` gives it */
export async function matchFolders(
  trx: Transaction<Schema>,
  firmId: string,
  period: FirmPeriod,
  concerned: RawBuilder<unknown>,
  paths: readonly PathOfRule[],
): Promise<FolderMatch[]> {
  const typed = paths.flatMap((path) => {
    if (path.documentType === null && path.pattern.variables.has('type')) return [];
    const type = path.documentType === null ? {} : { type: path.documentType };
    return [{ ...path, pattern: bindPattern(path.pattern, type) }];
  });
  const [ofClients, ofAll] = partition(typed, ({ pattern }) => pattern.variables.has('client'));
  return [
    ...(await matchSame(trx, firmId, period, ofAll)),
    ...(await matchNamed(trx, firmId, period, concerned, ofClients)),
  ];
}

async function matchSame(
  trx: Transaction<Schema>,
  firmId: string,
  period: FirmPeriod,
  paths: readonly PathOfRule[],
): Promise<FolderMatch[]> {
  if (paths.length === 0) return [];
  const keys = await loadDistinctPaths(trx, firmId);
  return paths.flatMap(({ id, pattern, withSubfolders, scope }) =>
    keys
      .filter((pathKey) => matchPattern(pattern, pathKey, { ...period, withSubfolders }).matched)
      .map((pathKey) => ({ ruleId: id, pathKey, clientId: null, isListed: scope === 'listed' })),
  );
}

async function matchNamed(
  trx: Transaction<Schema>,
  firmId: string,
  period: FirmPeriod,
  concerned: RawBuilder<unknown>,
  paths: readonly PathOfRule[],
): Promise<FolderMatch[]> {
  if (paths.length === 0) return [];
  const rough = paths.map(({ pattern }) => roughExpression(pattern));
  const keys = (await loadDistinctPaths(trx, firmId)).filter((key) => rough.some((each) => each.test(key)));
  if (keys.length === 0) return [];
  const { rows } = await sql<{ clientId: string; name: string; pathKey: string }>`
    with concerned as (${concerned})
    select f.client_id as "clientId", c.name, f.path_key as "pathKey"
    from folders f join concerned c on c.id = f.client_id
    where f.firm_id = ${firmId}::uuid and f.bin_entry_id is null and f.path_key = any(${keys}::text[])`.execute(
    trx,
  );
  return [...Map.groupBy(rows, ({ clientId }) => clientId)].flatMap(([clientId, folders]) =>
    paths.flatMap(({ id, pattern, withSubfolders, scope }) => {
      const bound = bindPattern(pattern, { client: folders[0]?.name ?? '' });
      return folders
        .filter(({ pathKey }) => matchPattern(bound, pathKey, { ...period, withSubfolders }).matched)
        .map(({ pathKey }) => ({ ruleId: id, pathKey, clientId, isListed: scope === 'listed' }));
    }),
  );
}

function partition<T>(all: readonly T[], is: (each: T) => boolean): [T[], T[]] {
  return [all.filter(is), all.filter((each) => !is(each))];
}
