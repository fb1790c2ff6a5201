/**
 * The documents in folders that one of an application's rules takes.
 *
 * Trees of a firm are alike, and so are the rules of its clients: each different path is matched once for each set of rules, and what was
 * found is joined to the documents by path.
 *
 * Plan: documents, folders and clients hashed, each read once, then a hash of the paths with their rules, behind `offset 0`: the planner
 * knows nothing of arrays, would join those first, expect 600 folders, and look 120,000 of them up one by one. 100,000 documents, 40,000 of
 * them in such folders, with what was given already: 440 ms on a loaded machine. Tried: without the barrier, 2,380 ms; the folders that
 * hold something read, matched and given back one by one, 520 + 370 ms, and as much again to match them.
 */
import type { Period } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import { type ClientWithRules, rememberByProfile } from '../rules/client-rules.ts';
import { loadDistinctPaths } from '../rules/distinct-paths.ts';
import { findWinner } from '../rules/match-rules.ts';
import type { BackfillChoice } from './backfill-choice.ts';

/** A path whose folders one rule takes, in the trees of the clients of one profile, or of one of them. */
interface FedPath {
  readonly pathKey: string;
  readonly ruleId: string;
  /** The first client of the profile stands for all of it. */
  readonly clientId: string;
}

/**
 * A query of `firm_id`, `id`, `client_id`, `current_version_id`, `name`, `sort_key`, `path` and `rule_id`, in the period that is now, with the
 * grace; `null` when no folder is taken.
 */
export async function findFedDocuments(
  trx: Transaction<Schema>,
  firmId: string,
  clients: readonly ClientWithRules[],
  choice: BackfillChoice,
  period: { readonly now: Period; readonly graceMonths: number },
): Promise<RawBuilder<unknown> | null> {
  const profiles = [...Map.groupBy(clients, ({ profile }) => profile).values()];
  const keys = await loadDistinctPaths(trx, firmId);
  const named = keys.filter((key) => profiles.some(([one]) => one?.profile.isNamed(key)));
  const fed = findFedPaths(profiles, keys, new Set(named), choice, period);
  if (fed.length === 0) return null;
  const members = profiles.flatMap((ofOne) =>
    ofOne.map(({ clientId }) => ({ clientId, firstId: ofOne[0]?.clientId ?? clientId })),
  );
  return sql`
    select held.*, fed.rule_id
    from (
      select d.firm_id, d.id, d.client_id, d.current_version_id, d.name, d.sort_key, f.path, f.path_key,
             case when f.path_key = any(${named}::text[]) then m.client_id else m.first_id end as ruled_as
      from documents d
      join folders f on f.firm_id = d.firm_id and f.id = d.folder_id and f.bin_entry_id is null
      join unnest(${members.map(({ clientId }) => clientId)}::uuid[], ${members.map(({ firstId }) => firstId)}::uuid[])
        as m (client_id, first_id) on m.client_id = d.client_id
      where d.firm_id = ${firmId}::uuid and d.deleted_at is null
      offset 0
    ) as held
    join unnest(${fed.map(({ pathKey }) => pathKey)}::text[], ${fed.map(({ clientId }) => clientId)}::uuid[],
                ${fed.map(({ ruleId }) => ruleId)}::uuid[]) as fed (path_key, client_id, rule_id)
      on fed.path_key = held.path_key and fed.client_id = held.ruled_as`;
}

/** @param named paths that are another matter for each client */
function findFedPaths(
  profiles: readonly (readonly ClientWithRules[])[],
  keys: readonly string[],
  named: ReadonlySet<string>,
  { installationId, ruleIds }: BackfillChoice,
  { now, graceMonths }: { readonly now: Period; readonly graceMonths: number },
): FedPath[] {
  const ruleAt = rememberByProfile(({ rules }, path) => {
    const own = rules.filter((rule) => rule.installationId === installationId);
    const winner = findWinner(own, path, now, graceMonths);
    const ruleId = winner === null || winner.isOutsidePeriod ? null : winner.rule.ruleId;
    return ruleIds === undefined || (ruleId !== null && ruleIds.includes(ruleId)) ? ruleId : null;
  });
  return profiles.flatMap((clients) =>
    keys.flatMap((pathKey) =>
      (named.has(pathKey) ? clients : clients.slice(0, 1)).flatMap((client): FedPath[] => {
        const ruleId = ruleAt(client, pathKey);
        return ruleId === null ? [] : [{ pathKey, ruleId, clientId: client.clientId }];
      }),
    ),
  );
}
