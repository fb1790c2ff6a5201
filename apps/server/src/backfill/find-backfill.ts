/** Documents that sit in an application's folders and that it was never given. */
import { NavetteError } from '@navette/model';
import { type RawBuilder, sql, type Transaction } from 'kysely';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { loadClientRules } from '../rules/client-rules.ts';
import { loadFirmPeriod } from '../rules/firm-period.ts';
import type { BackfillChoice } from './backfill-choice.ts';
import { findFedDocuments } from './fed-documents.ts';

/**
 * A query of `rule_id`, `document_id`, `version_id`, `client_id`, `client_name`, `path`, `name` and `sort_key`: current versions, in the folders
 * of clients that the caller sees, that the rules take now with the grace, and that were never given. `null` when there is none.
 */
export async function findBackfill(
  platform: Platform,
  trx: Transaction<Schema>,
  caller: FirmCaller,
  choice: BackfillChoice,
): Promise<RawBuilder<unknown> | null> {
  const { firmId } = caller;
  const { installationId } = choice;
  await requireRules(trx, firmId, choice);
  const period = await loadFirmPeriod(platform, trx, firmId);
  const wanted = choice.clientIds && new Set(choice.clientIds);
  const clients = (await loadClientRules(trx, caller, installationId)).filter(
    ({ clientId }) => wanted === undefined || wanted.has(clientId),
  );
  const fed = await findFedDocuments(trx, firmId, clients, choice, period);
  if (fed === null) return null;
  return sql`
    select d.rule_id, d.id as document_id, d.current_version_id as version_id, d.client_id, c.name as client_name,
           c.sort_key as client_key, d.path, d.name, d.sort_key
    from (${fed}) as d
    join clients c on c.firm_id = d.firm_id and c.id = d.client_id
    join installations i on i.firm_id = d.firm_id and i.id = ${installationId}::uuid
    where ${isUngiven}`;
}

/**
 * Whether a document `d` has no delivery to an installation `i`: what was cancelled with its rule or with its connection was never given,
 * what a person cancelled was decided. Where new versions are not sent, nor is one of a document of which the partner has another.
 */
export const isUngiven = sql<boolean>`
  not exists (
    select from deliveries e
    left join rules r on r.firm_id = e.firm_id and r.id = e.rule_id
    left join connections n on n.firm_id = e.firm_id and n.id = e.connection_id
    where e.firm_id = d.firm_id and e.document_id = d.id and e.client_id = d.client_id and e.installation_id = i.id
      and e.version_id = d.current_version_id
      and not (e.state = 'cancelled' and (r.removed_at is not null or n.state = 'disconnected')))
  and not (i.version_policy = 'never' and exists (
    select from deliveries e
    where e.firm_id = d.firm_id and e.document_id = d.id and e.client_id = d.client_id and e.installation_id = i.id
      and e.version_id <> d.current_version_id
      and e.state in ('sending', 'unknown', 'accepted', 'delivered', 'duplicate')))`;

/** @throws NavetteError `not_found` for a rule that is not the application's */
async function requireRules(
  trx: Transaction<Schema>,
  firmId: string,
  { installationId, ruleIds }: BackfillChoice,
): Promise<void> {
  if (ruleIds === undefined) return;
  const rows = await trx
    .selectFrom('rules')
    .select('id')
    .where('firm_id', '=', firmId)
    .where('installation_id', '=', installationId)
    .where('id', 'in', ruleIds)
    .where('removed_at', 'is', null)
    .execute();
  if (rows.length < new Set(ruleIds).size) throw new NavetteError('not_found', { field: 'ruleIds' });
}
