/**
 * The folders whose documents one of an application's rules takes.
 *
 * Trees of a firm are alike, and so are the rules of its clients: each different path is matched once for each set of rules, and the folders
 * are found by path in the query that needs them. 128,000 folders of 2,850 clients: MEASURED with their documents. Tried: the folders
 * that hold something read, matched and given back one by one, MEASURED_BEFORE.
 */
import type { Period } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type ClientWithRules, rememberByProfile } from '../rules/client-rules.ts';
import { loadDistinctPaths } from '../rules/distinct-paths.ts';
import { findWinner } from '../rules/match-rules.ts';
import type { BackfillChoice } from './find-backfill.ts';

/** A path whose folders one rule takes: of the clients of one profile, by its number, or of one of them. */
interface FedPath {
  readonly pathKey: string;
  readonly ruleId: string;
  readonly profile: number | null;
  readonly clientId: string | null;
}

/** A query of `folder_id`, `path` and `rule_id`, in the period that is now, with the grace; `null` when no folder is taken. */
export async function findFedFolders(
  trx: Transaction<Schema>,
  firmId: string,
  clients: readonly ClientWithRules[],
  choice: BackfillChoice,
  period: { readonly now: Period; readonly graceMonths: number },
): Promise<RawBuilder<unknown> | null> {
  const profiles = [...Map.groupBy(clients, ({ profile }) => profile).values()];
  const fed = findFedPaths(profiles, await loadDistinctPaths(trx, firmId), choice, period);
  const shared = fed.filter(({ clientId }) => clientId === null);
  const own = fed.filter(({ clientId }) => clientId !== null);
  const queries = [
    ...(shared.length === 0 ? [] : [foldersOfProfiles(firmId, profiles, shared)]),
    ...(own.length === 0 ? [] : [foldersOfClients(firmId, own)]),
  ];
  return queries.length === 0 ? null : sql.join(queries, sql` union all `);
}

function findFedPaths(
  profiles: readonly (readonly ClientWithRules[])[],
  keys: readonly string[],
  { installationId, ruleIds }: BackfillChoice,
  { now, graceMonths }: { readonly now: Period; readonly graceMonths: number },
): FedPath[] {
  const ruleAt = rememberByProfile(({ rules }, path) => {
    const own = rules.filter((rule) => rule.installationId === installationId);
    const winner = findWinner(own, path, now, graceMonths);
    const ruleId = winner === null || winner.isOutsidePeriod ? null : winner.rule.ruleId;
    return ruleIds === undefined || (ruleId !== null && ruleIds.includes(ruleId)) ? ruleId : null;
  });
  return profiles.flatMap((clients, profile) =>
    keys.flatMap((pathKey): FedPath[] => {
      const [one] = clients;
      if (one === undefined) return [];
      if (!one.profile.isNamed(pathKey)) {
        const ruleId = ruleAt(one, pathKey);
        return ruleId === null ? [] : [{ pathKey, ruleId, profile, clientId: null }];
      }
      return clients.flatMap((client) => {
        const ruleId = ruleAt(client, pathKey);
        return ruleId === null ? [] : [{ pathKey, ruleId, profile: null, clientId: client.clientId }];
      });
    }),
  );
}

function foldersOfProfiles(
  firmId: string,
  profiles: readonly (readonly ClientWithRules[])[],
  fed: readonly FedPath[],
): RawBuilder<unknown> {
  const members = profiles.flatMap((clients, profile) =>
    clients.map(({ clientId }) => ({ clientId, profile })),
  );
  return sql`
    select f.id as folder_id, f.path, p.rule_id
    from unnest(${fed.map(({ pathKey }) => pathKey)}::text[], ${fed.map(({ ruleId }) => ruleId)}::uuid[],
                ${fed.map(({ profile }) => profile)}::int[]) as p (path_key, rule_id, profile)
    join folders f on f.firm_id = ${firmId}::uuid and f.path_key = p.path_key and f.bin_entry_id is null
    join unnest(${members.map(({ clientId }) => clientId)}::uuid[], ${members.map(({ profile }) => profile)}::int[])
      as m (client_id, profile) on m.client_id = f.client_id and m.profile = p.profile`;
}

function foldersOfClients(firmId: string, fed: readonly FedPath[]): RawBuilder<unknown> {
  return sql`
    select f.id, f.path, p.rule_id
    from unnest(${fed.map(({ pathKey }) => pathKey)}::text[], ${fed.map(({ ruleId }) => ruleId)}::uuid[],
                ${fed.map(({ clientId }) => clientId)}::uuid[]) as p (path_key, rule_id, client_id)
    join folders f on f.firm_id = ${firmId}::uuid and f.client_id = p.client_id and f.path_key = p.path_key and f.bin_entry_id is null`;
}
