import type { Dossier } from '@navette/connector';
import { sql, type Transaction } from 'kysely';
import { loadExisting } from '../client-imports/load-existing.ts';
import { isVisibleClient } from '../clients/visible-clients.ts';
import { requireListedRules } from '../connections/rule-connections.ts';
import { loadNamingAttributes } from '../connections/sheet-headers.ts';
import type { Schema } from '../database/schema.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Known, KnownConnection } from './plan-import.ts';

/**
 * Everything that rows of an import are compared with: connections of clients that the caller does not see too, since a key may be
 * theirs. @param ruleId the folder they are connected for @throws NavetteError `not_found` for the rule
 */
export async function loadKnown(
  trx: Transaction<Schema>,
  caller: FirmCaller,
  installationId: string,
  ruleId: string | null,
  dossiers: readonly Dossier[] | null,
): Promise<Known> {
  const { firmId } = caller;
  const listed = await requireListedRules(trx, firmId, installationId, ruleId === null ? [] : [ruleId]);
  const { rows } = await sql<KnownConnection>`
    select c.id, c.client_id as "clientId", c.client_key as "clientKey", clients.name as "clientName",
           ${isVisibleClient(caller)} as "isSeen",
           ${listed.size === 0} or exists (
             select from rule_connections r
             where r.firm_id = c.firm_id and r.connection_id = c.id and r.rule_id = ${ruleId}::uuid) as "isListed"
    from connections c join clients on clients.firm_id = c.firm_id and clients.id = c.client_id
    where c.firm_id = ${firmId} and c.installation_id = ${installationId} and c.state <> 'disconnected'`.execute(
    trx,
  );
  const { clients } = await loadExisting(trx, caller);
  return {
    attributes: await loadNamingAttributes(trx, firmId),
    clients: clients.filter(({ isSeen }) => isSeen),
    connections: rows,
    dossiers,
  };
}
